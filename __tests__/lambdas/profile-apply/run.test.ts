import fc from 'fast-check';
import { createProfileApply } from '../../../lambdas/profile-apply/run';
import type { SyncResult } from '../../../lambdas/profile-apply/sync';
import { SILENT } from '../shared/captured-log';

describe('a run', () => {
  const done: SyncResult = { applied: 0, refused: 0, calls: 0, complete: true };
  const pass = { seen: 0, written: 0, disabled: 0, conflicts: 0, complete: true };
  const parts = {
    announceKeys: async () => [],
    syncProfiles: async () => done,
    nightlyPass: async () => pass,
    log: SILENT,
  };

  test('does all its parts, whatever the event', () =>
    fc.assert(
      fc.asyncProperty(fc.anything(), async (event) => {
        expect(await createProfileApply(parts)(event)).toEqual({ profiles: done, nightly: pass });
      }),
    ));

  test('tries all its parts, and then says which failed', async () => {
    const fail = (): Promise<never> => Promise.reject(new Error('x'));
    const nightly = jest.fn(parts.nightlyPass);
    await expect(
      createProfileApply({ ...parts, announceKeys: fail, syncProfiles: fail, nightlyPass: nightly })({}),
    ).rejects.toThrow('Not done: keys, profiles. The log says why.');
    expect(nightly).toHaveBeenCalledTimes(1);
    await expect(createProfileApply({ ...parts, nightlyPass: fail })({})).rejects.toThrow('Not done: pool.');
  });
});
