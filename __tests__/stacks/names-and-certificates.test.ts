import { type RegionName, regionFacts } from '../../config/catalog';
import { type Block, synthPlatform } from '../synth';
import { codeOf, DOMAIN, FRONTS, type FrontRecord, recordsOf } from './fronts';
import { aliasOf, BARE, globalOf } from './regions-in-state';

describe('names and certificates', () => {
  const regions: RegionName[] = ['us-east-1', 'eu-west-1', 'ap-southeast-2'];
  const made = synthPlatform({ ...BARE, regions, ingress: { domain: DOMAIN, parentZone: 'example.com' } }).stack(
    'foundation',
  );

  test('are in a zone with accelerated recovery, which nothing deletes', () =>
    expect(made.only('aws_route53_zone')).toMatchObject({
      provider: 'aws.edge',
      name: DOMAIN,
      enable_accelerated_recovery: true,
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    }));

  test('are proven by one record, and every API domain waits for the proof of its own Region', () => {
    const certificates = made.resources<{ provider: string }>('aws_acm_certificate');
    expect(certificates.map(({ args }) => args.provider).sort()).toEqual(['aws.apse2', 'aws.edge', 'aws.euw1']);
    expect(
      made
        .resources<{ validation_record_fqdns: string[] }>('aws_acm_certificate_validation')
        .map(({ args }) => args.validation_record_fqdns),
    ).toEqual(Array(3).fill(['${aws_route53_record.names_certificates_proof.fqdn}']));
    const domains = made.resources<{
      provider: string;
      domain_name: string;
      domain_name_configuration: { certificate_arn: string };
    }>('aws_apigatewayv2_domain_name');
    expect(domains.map(({ args }) => `${args.provider} ${args.domain_name}`).sort()).toEqual(
      regions
        .flatMap((region) => [
          `${aliasOf(region)} api.${DOMAIN}`,
          `${aliasOf(region)} api-${regionFacts(region).code}.${DOMAIN}`,
        ])
        .sort(),
    );
    for (const { address, args } of domains) {
      const region = regions.find((name) => args.provider === aliasOf(name));
      const proof = region === 'us-east-1' ? 'edge' : region;
      expect([address, args.domain_name_configuration.certificate_arn]).toEqual([
        address,
        `\${aws_acm_certificate_validation.names_certificates_${proof}-validation.certificate_arn}`,
      ]);
    }
  });

  test('have the records that the front door leads to, each to its own Region', () => {
    const records = made
      .resources<FrontRecord>('aws_route53_record')
      .filter(({ address }) => address.includes('names_apis'));
    expect(records.map(({ args }) => `${args.name} > ${args.alias?.name}`).sort()).toEqual(
      regions
        .flatMap((region) =>
          (['client', 'own'] as const).map(
            (host) =>
              `${host === 'client' ? 'target' : 'api'}-${codeOf(region)}.${DOMAIN} > \${aws_apigatewayv2_domain_name.names_apis_${host}-${region}.domain_name_configuration[0].target_domain_name}`,
          ),
        )
        .sort(),
    );
    const front = globalOf({ ...FRONTS.latency, regions });
    const targets = recordsOf(front, `api.${DOMAIN}`).map(({ alias }) => alias?.name);
    const known: Block<FrontRecord>[] = records;
    expect(known.map(({ args }) => args.name)).toEqual(expect.arrayContaining(targets));
  });

  test('wait until the world can ask the zone: before that there is the zone alone', () => {
    const early = synthPlatform({ ...BARE, regions, ingress: { domain: DOMAIN } }).stack('foundation');
    expect(early.addresses.filter((address) => /route53|acm|apigateway/.test(address))).toEqual([
      'aws_route53_zone.names_domain_zone',
    ]);
    expect(Object.keys(early.outputs)).toEqual(expect.arrayContaining(['zone_id', 'zone_name_servers']));
  });
});
