import type { Finding } from '../model';
import type { RenderContext } from './renderer';

/**
 * Line of the config that a finding is about, from 1: that of its Region, else of the object that its address names. What is
 * synthesized is in no repository, so there is no other line to point at.
 */
export function configLine({ region, address }: Finding, config: NonNullable<RenderContext['config']>): number {
  const lines = config.text.split('\n');
  const lineWith = (name: string): number =>
    lines.findIndex((line) => new RegExp(`(^|[^\\w-])${name.replace(/[^\w-]/g, '\\$&')}([^\\w-]|$)`).test(line)) + 1;
  const objects = [
    ...address.matchAll(/(?:bucket|table|database|credentials|replication)-([a-z][a-z0-9]*(?:-[a-z0-9]+)*)/g),
  ].map(([, name = '']) => name.replace(/-[a-z]{2}(-[a-z]+)+-\d$/, ''));
  return [region, ...objects].map((name) => (name === '' ? 0 : lineWith(name))).find((line) => line > 0) ?? 1;
}
