import { affected } from './affected';
import { check } from './check';
import { compare } from './compare';
import { drift } from './drift';
import { plan } from './plan';
import { preflight } from './preflight';
import { redact } from './redact';
import type { Verb } from './verb';
import { waves } from './waves';

/** Every verb. The first is meant where none is named. */
export const VERBS: readonly Verb[] = [check, plan, affected, preflight, redact, compare, waves, drift];
