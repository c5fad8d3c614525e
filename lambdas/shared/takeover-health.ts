import { within } from './deadline';
import type { DeepHealth, HealthReport, UpdaterInvoker } from './ports';
import type { Region } from './record';
import { checkAnswer } from './updater-event';

export interface TakeoverHealthProps {
  readonly region: Region;
  /** Deep health of the own Region. */
  readonly local: DeepHealth;
  readonly updaters: UpdaterInvoker;
  /** What another Region's updater needs to be told besides. */
  readonly event: { readonly AppId: string; readonly TableName: string; readonly Zone?: string };
}

/** A Region that does not answer a check within this is no Region to move to. */
const CHECK_MS = 3000;

/**
 * Whether a Region could take the writing over: its deep health, and its database, where there is one, being the writer already. A replica serves
 * reads, so it is well; but a move to it would open a Region that cannot store what it accepts.
 */
export class TakeoverHealth implements DeepHealth {
  constructor(private readonly props: TakeoverHealthProps) {}

  public async check(region: Region): Promise<HealthReport> {
    const { local } = this.props;
    return region === this.props.region ? withWriterDatabase(await local.check(region)) : this.remote(region);
  }

  /** Asked of the Region's own updater: nobody else can tell. */
  private async remote(region: Region): Promise<HealthReport> {
    const { event, updaters } = this.props;
    try {
      const answer = await within(CHECK_MS, () => updaters.invoke(region, { ...event, CheckOnly: true, DryRun: true }));
      const parsed = checkAnswer.safeParse(answer);
      if (parsed.success) return parsed.data.health;
      return unreachable(region, 'its updater refused the check');
    } catch (error) {
      return unreachable(region, error instanceof Error ? error.message : 'its updater does not answer');
    }
  }
}

/** True where the Region did answer, well or not. */
export const answered = (report: HealthReport): boolean => report.checks.updater === undefined;

function unreachable(region: Region, error: string): HealthReport {
  return { status: 'failing', region, checks: { updater: { status: 'failing', ms: 0, error: error.slice(0, 200) } } };
}

function withWriterDatabase(report: HealthReport): HealthReport {
  const { database } = report.checks;
  if (database === undefined || database.role === 'writer' || database.status === 'failing') return report;
  const error =
    database.role === 'replica'
      ? 'the database is a replica: set `writer` to this Region and apply, then ask again'
      : `it is not known whether the database is a replica (${database.error ?? 'no answer'})`;
  return {
    ...report,
    status: 'failing',
    checks: { ...report.checks, database: { ...database, status: 'failing', error } },
  };
}
