import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { TerraformOutput } from 'cdktf';
import fc from 'fast-check';
import { REGION_NAMES, type RegionName } from '../../../config/catalog';
import { Certificates } from '../../../modules/ingress/certificates';
import { synthConstruct } from '../../synth';

const certificates = (regions: readonly RegionName[], delegated = false) =>
  synthConstruct((stack, providerIn) => {
    const edge = providerIn('us-east-1');
    const delegation = new Route53Record(stack, 'delegation', { name: 'orders', type: 'NS', zoneId: 'Z0' });
    const made = new Certificates(stack, 'certificates', {
      edge,
      regions: new Map(regions.map((region) => [region, providerIn(region)])),
      domain: 'orders.example.com',
      zoneId: 'Z1',
      ...(delegated && { delegation: [delegation] }),
    });
    for (const [region, arn] of [...made.arns, ['edge', made.edgeArn]])
      new TerraformOutput(stack, `arn-${region}`, { value: arn, staticId: true });
  });

interface Validation {
  readonly certificate_arn: string;
  readonly validation_record_fqdns: readonly string[];
  readonly provider: string;
  readonly depends_on?: readonly string[];
}

const REGIONS: RegionName[] = ['us-east-1', 'eu-west-1', 'ap-southeast-2'];
const proofs = (stack: ReturnType<typeof certificates>) =>
  stack.resources('aws_route53_record').filter(({ address }) => address.includes('certificates'));

test('each is for the domain and all names below it, made by its own Region, and replaced before it goes', () => {
  const made = certificates(REGIONS).resources('aws_acm_certificate');
  const common = {
    domain_name: 'orders.example.com',
    subject_alternative_names: ['*.orders.example.com'],
    validation_method: 'DNS',
    lifecycle: { create_before_destroy: true },
  };
  expect(Object.fromEntries(made.map(({ address, args }) => [address, args]))).toEqual({
    'aws_acm_certificate.certificates_edge': { ...common, provider: 'aws.use1', tags: { region: 'global' } },
    'aws_acm_certificate.certificates_eu-west-1': { ...common, provider: 'aws.euw1' },
    'aws_acm_certificate.certificates_ap-southeast-2': { ...common, provider: 'aws.apse2' },
  });
});

test('one record at the edge proves them all', () => {
  const stack = certificates(REGIONS);
  const option = 'tolist(aws_acm_certificate.certificates_edge.domain_validation_options).0';
  expect(proofs(stack).map(({ args }) => args)).toEqual([
    {
      provider: 'aws.use1',
      zone_id: 'Z1',
      name: `\${${option}.resource_record_name}`,
      type: `\${${option}.resource_record_type}`,
      ttl: 300,
      records: [`\${${option}.resource_record_value}`],
      allow_overwrite: true,
    },
  ]);
  const validations = stack.resources<Validation>('aws_acm_certificate_validation');
  expect(validations).toHaveLength(3);
  expect(new Set(validations.flatMap(({ args }) => args.validation_record_fqdns))).toEqual(
    new Set(['${aws_route53_record.certificates_proof.fqdn}']),
  );
});

test('an ARN is known once its certificate is issued; us-east-1 as a Region has the one at the edge', () => {
  const { outputs } = certificates(REGIONS);
  const issued = (id: string) => ({ value: `\${aws_acm_certificate_validation.certificates_${id}.certificate_arn}` });
  expect(outputs).toEqual({
    'arn-us-east-1': issued('edge-validation'),
    'arn-eu-west-1': issued('eu-west-1-validation'),
    'arn-ap-southeast-2': issued('ap-southeast-2-validation'),
    'arn-edge': issued('edge-validation'),
  });
});

test('none is waited for before the zone is delegated to', () => {
  const waits = (delegated: boolean) =>
    certificates(REGIONS, delegated)
      .resources<Validation>('aws_acm_certificate_validation')
      .map(({ args }) => args.depends_on);
  expect(waits(true)).toEqual(Array(3).fill(['aws_route53_record.delegation']));
  expect(waits(false)).toEqual([undefined, undefined, undefined]);
});

test('whatever the Regions and their order: one record, one certificate a Region and one at the edge', () =>
  fc.assert(
    fc.property(fc.shuffledSubarray([...REGION_NAMES], { minLength: 1, maxLength: 6 }), (regions) => {
      const stack = certificates(regions);
      const elsewhere = regions.filter((region) => region !== 'us-east-1').length;
      expect(proofs(stack)).toHaveLength(1);
      expect(stack.resources('aws_acm_certificate')).toHaveLength(elsewhere + 1);
      expect(stack.resources('aws_acm_certificate_validation')).toHaveLength(elsewhere + 1);
      // As text: the order in the file counts too.
      expect(JSON.stringify(stack.json.resource)).toBe(JSON.stringify(certificates([...regions].sort()).json.resource));
    }),
    { numRuns: 8 },
  ));
