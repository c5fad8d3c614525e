import type { Change, Review, Rule, StackPlan } from '../model';
import { about, inRegion, listed, nameOf } from './draft';

/** What of a drift the run would set back. */
function undone({ changes }: StackPlan): (drift: Change) => readonly string[] | undefined {
  const byAddress = new Map(
    changes.filter(({ deposed }) => deposed === undefined).map((change) => [change.address, change]),
  );
  return (drift) => {
    const change = byAddress.get(drift.address);
    if (!change || change.kind === 'no-op' || change.kind === 'read' || change.kind === 'forget') return undefined;
    // It was deleted by hand, and is made again.
    if (drift.kind === 'destroy') return change.kind === 'create' ? [] : undefined;
    if (change.kind === 'replace' || change.kind === 'destroy') return drift.changed.map(({ text }) => text);
    const texts = new Set(change.changed.map(({ text }) => text));
    const both = drift.changed.map(({ text }) => text).filter((text) => texts.has(text));
    return both.length > 0 ? both : undefined;
  };
}

/** What an object is by itself once it is ready: AWS says so after the apply, and nobody can set it. */
const BY_ITSELF: Readonly<Record<string, RegExp>> = {
  aws_acm_certificate:
    /^(status|not_after|not_before|pending_renewal|renewal_(eligibility|summary)|validation_emails)\b/,
  aws_ec2_transit_gateway_peering_attachment: /^state$/,
  aws_globalaccelerator_accelerator: /^(dns_name|dual_stack_dns_name|ip_sets)\b/,
  aws_route53recoverycontrolconfig_cluster: /^status$/,
  aws_vpc_peering_connection: /^accept_status$/,
};

const isDrift = ({ noise, mode, type, kind, changed }: Change): boolean => {
  const own = Object.hasOwn(BY_ITSELF, type) ? BY_ITSELF[type] : undefined;
  const isOwn = own !== undefined && kind === 'update' && changed.every(({ attribute }) => own.test(attribute));
  // Nothing in place of an empty list is no change.
  const isSame = kind === 'update' && changed.length === 0;
  return noise === undefined && mode === 'managed' && !isOwn && !isSame;
};

const happened = ({ kind }: Change): string => (kind === 'destroy' ? 'deleted' : 'changed');

/** A drift, and what of it this run sets back. */
function drifts(review: Review): { readonly drift: Change; readonly back: readonly string[] | undefined }[] {
  return review.stacks.flatMap((stack) => {
    const backOf = undone(stack);
    return stack.drift.filter(isDrift).map((drift) => ({ drift, back: backOf(drift) }));
  });
}

export const driftFound: Rule = {
  id: 'drift-found',
  severity: 'low',
  title: 'Somebody has changed something by hand',
  suppressible: true,
  doc: {
    what: 'An object is not as Terraform left it, and this run leaves that as it is.',
    why: 'What is not in the code is lost when the object is made anew, and the other Regions do not have it.',
    fix: 'Bring it into the code, or take it back.',
    example:
      'The description of a parameter was changed in the console. Tags that AWS adds, or a certificate that is issued, are no finding.',
  },
  run: (review) =>
    drifts(review)
      .filter(({ back }) => back === undefined)
      .map(({ drift }) =>
        about(
          drift,
          {
            what: `${nameOf(drift)}${inRegion(drift.region)} was ${happened(drift)} outside of Terraform.`,
            why: 'The code does not say so: the other Regions do not have it, and it goes when the object is made anew.',
            fix: 'Bring it into the code, or take it back.',
          },
          { paths: drift.changed },
        ),
      ),
};

export const driftUndone: Rule = {
  id: 'drift-undone',
  severity: 'high',
  title: 'This run overwrites what somebody did by hand',
  suppressible: true,
  doc: {
    what: 'An object was changed or deleted outside of Terraform, and this run sets it back.',
    why: 'It is often the fix of an incident: setting it back starts the incident again.',
    fix: 'Ask who did it and why. Bring it into the code first, or apply this knowing that it goes.',
    example:
      'Somebody has raised the retention of a log group; the run lowers it again. A drift of another attribute than the run changes is drift-found.',
  },
  run: (review) =>
    drifts(review).flatMap(({ drift, back }) =>
      back === undefined
        ? []
        : [
            {
              ...about(drift, {
                what: `${nameOf(drift)}${inRegion(drift.region)} was ${happened(drift)} outside of Terraform, and this run sets ${back.length > 0 ? listed(back.slice(0, 5)) : 'it'} back.`,
                why: 'A change by hand is often the fix of an incident, which then starts again.',
                fix: 'Find out who did it and why. Bring it into the code first, unless it is to go.',
              }),
              paths: back,
            },
          ],
    ),
};
