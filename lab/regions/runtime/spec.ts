import type { ApiRoute } from '../../../modules/ingress/routes';

/** A function as it is deployed, as far as it matters here. */
export interface FunctionSpec {
  /** Without the platform's prefix. */
  readonly what: string;
  /** Physical name, the same in every Region. */
  readonly name: string;
  /** File with the bundle. */
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** How many times it is loaded: each has a memory of its own. */
  readonly containers: number;
}

/** All that a Region's process is told. */
export interface RegionSpec {
  readonly region: string;
  readonly account: string;
  readonly functions: readonly FunctionSpec[];
  /** Of its API. */
  readonly routes: readonly ApiRoute[];
}

/** Name of the variable that holds the spec as JSON. */
export const SPEC_VARIABLE = 'LAB_REGION_SPEC';
/** Names the caller of an IAM route, whose signature nobody checks here. */
export const CALLER_HEADER = 'x-lab-caller-arn';
