import { failuresIn, gapIn, unfinishedIn } from '../../../lab/engine/failures';

const said = `
Warning: Deprecated

  on cdk.tf.json line 1

Error: creating KMS Key: operation error KMS: CreateKey, https response error
StatusCode: 400, RequestID: 0, api error NotInTheEmulator: moto has no
working kms:CreateKey (HTTP 501).

  with aws_kms_key.key_us-west-2,
  on cdk.tf.json line 127, in resource.aws_kms_key.key_us-west-2:

Error: execution halted
`;

test('each error has its object; warnings are none', () => {
  expect(failuresIn(said).map(({ address, text }) => [address, text.split('\n')[0]])).toEqual([
    ['aws_kms_key.key_us-west-2', 'Error: creating KMS Key: operation error KMS: CreateKey, https response error'],
    [undefined, 'Error: execution halted'],
  ]);
});

test.each([
  [said, 'moto has no working kms:CreateKey (HTTP 501).'],
  ['StatusCode: 501, RequestID: x', 'not implemented (HTTP 501)'],
  ['api error InvalidAction: The action Foo is not valid', 'unknown operation'],
  [
    'NoSuchEntity: Policy arn:aws:iam::aws:policy/service-role/X does not exist or is not attachable.',
    'no policies of AWS itself: start moto with MOTO_IAM_LOAD_MANAGED_POLICIES=true',
  ],
  [
    "timeout while waiting for state to become 'Enabled'",
    "it never gets ready (timeout while waiting for state to become 'Enabled')",
  ],
])('the emulator cannot do it: %#', (text, why) => expect(gapIn({ text })).toContain(why));

test.each([
  'ValidationException: One or more parameter values were invalid',
  'BucketAlreadyOwnedByYou: Your previous request to create the named bucket succeeded',
  'api error RegionIsDead: eu-west-1 answers nothing in this run. StatusCode: 501',
])("an error of AWS's own is a real one: %s", (text) => expect(gapIn({ text })).toBeUndefined());

test('what was begun and not finished is known by its last line', () => {
  expect(
    unfinishedIn(`aws_a.b: Creating...
aws_c.d["x"]: Creating...
aws_a.b: Creation complete after 1s [id=1]
aws_c.d["x"]: Still creating... [10s elapsed]
aws_e.f: Modifying... [id=2]
aws_g.h: Refreshing state... [id=3]`),
  ).toEqual(['aws_c.d', 'aws_e.f']);
});
