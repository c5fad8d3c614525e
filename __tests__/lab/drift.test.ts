import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { driftIn, makeDrift } from '../../lab/drift';
import { World } from '../../lab/provider/world';
import { LabError } from '../../lab/runner';

let dir: string;
let world: World;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'drift-'));
  world = new World(path.join(dir, 'aws'));
  world.put('aws_s3_bucket', 'eu-west-1', { id: 'b', bucket: 'b', force_destroy: false });
});
afterEach(() => {
  world.close();
  rmSync(dir, { recursive: true });
});

function file(text: string): string {
  const name = path.join(dir, 'drift.json');
  writeFileSync(name, text);
  return name;
}

test('changes what is named and leaves the rest of the object', () => {
  makeDrift(
    world,
    driftIn(
      file('[{ "type": "aws_s3_bucket", "region": "eu-west-1", "name": "b", "set": { "force_destroy": true } }]'),
    ),
  );
  expect(world.find('aws_s3_bucket', 'eu-west-1', 'b')?.state).toEqual({ id: 'b', bucket: 'b', force_destroy: true });
});

test('without values the object is gone', () => {
  makeDrift(world, [{ type: 'aws_s3_bucket', region: 'eu-west-1', name: 'b' }]);
  expect(world.all()).toEqual([]);
});

test('an object that is not there is an error that names those that are', () =>
  expect(() => makeDrift(world, [{ type: 'aws_s3_bucket', region: 'us-east-1', name: 'b' }])).toThrow(
    new LabError('drift: no aws_s3_bucket "b" in us-east-1. There are b in eu-west-1.'),
  ));

test.each([
  ['{', /drift\.json: .*JSON/],
  ['{}', /drift\.json: the file: .* It is a list of \{ "type", "region", "name", "set"/],
  ['[{ "type": "aws_x", "region": "r", "name": "n", "st": {} }]', /drift\.json: 0: .*"st"/],
])('a file that is not understood: %s', (text, message) => {
  const name = file(text);
  expect(() => driftIn(name)).toThrow(message);
  expect(() => driftIn(name)).toThrow(LabError);
});
