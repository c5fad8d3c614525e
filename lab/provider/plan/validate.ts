import { factsOf, type Rule } from '../facts';
import type { Diagnostic } from '../protocol/messages';
import { isAbsent, type ObjectValue, text, Unknown } from '../protocol/value';
import { refuseCidr } from './cidr';

/** What the provider says of arguments that don't go together, in its own words. Limits and types are Terraform's to check. */
export function validated(type: string, config: ObjectValue): readonly Diagnostic[] {
  return [...(factsOf(type)?.rules ?? []).flatMap((rule) => broken(rule, config)), ...notRanges(config)];
}

/** Arguments that are ranges of addresses, whatever the type. */
const RANGE = /^(destination_)?(ipv6_)?cidr_block$|^cidr_ipv[46]$/;

function notRanges(config: ObjectValue): Diagnostic[] {
  return Object.entries(config).flatMap(([name, value]) => {
    const cidr = RANGE.test(name) ? text(value) : undefined;
    const why = cidr === undefined ? undefined : refuseCidr(cidr);
    return why === undefined ? [] : [said(`Invalid value for ${name}`, why)];
  });
}

function broken(rule: Rule, config: ObjectValue): Diagnostic[] {
  // An unknown value may turn out to be null.
  const isGiven = (name: string) => !isAbsent(config[name]) && !isEmptyList(config[name]);
  const maybe = (name: string) => config[name] instanceof Unknown;
  if ('arguments' in rule) {
    const given = rule.arguments.filter(isGiven);
    const list = rule.arguments.join(',');
    if (given.length === 0)
      return [said('Invalid combination of arguments', `"${rule.arguments[0]}": one of \`${list}\` must be specified`)];
    if (rule.kind === 'some' || given.filter((name) => !maybe(name)).length < 2) return [];
    return [
      said(
        'Invalid combination of arguments',
        `"${given[0]}": only one of \`${list}\` can be specified, but \`${given.join(',')}\` were specified.`,
      ),
    ];
  }
  const { argument, others } = rule;
  if (!isGiven(argument) || maybe(argument)) return [];
  if (rule.kind === 'needs') {
    const missing = others.filter((name) => !isGiven(name));
    return missing.length === 0
      ? []
      : [
          said(
            'Missing required argument',
            `"${argument}": all of \`${[argument, ...others].join(',')}\` must be specified`,
          ),
        ];
  }
  const conflict = others.find((name) => isGiven(name) && !maybe(name));
  return conflict === undefined
    ? []
    : [said('Conflicting configuration arguments', `"${argument}": conflicts with ${conflict}`)];
}

/** Blocks that are not written are an empty list. */
const isEmptyList = (value: ObjectValue[string] | undefined): boolean => Array.isArray(value) && value.length === 0;

const said = (summary: string, detail: string): Diagnostic => ({ severity: 'ERROR', summary, detail });
