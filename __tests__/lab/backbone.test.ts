import type { LabRun } from '../../lab/runner';
import { GATEWAYS, LOST, othersThan, PEERED, REGIONS, stackOf, withEntry } from './fronts';
import { describeWithTerraform } from './provider/terraform';
import { callersOf, changesOf, errorsOf, plannedIn, Story } from './stories';

jest.setTimeout(180_000);
afterAll(Story.cleanUp);

const evacuatedFrom = (config: typeof GATEWAYS | typeof PEERED) =>
  withEntry(config, { name: LOST, state: 'evacuated' });
const returningTo = (config: typeof GATEWAYS | typeof PEERED) => withEntry(config, { name: LOST, state: 'returning' });

/** `global` alone, of which only the backbone counts here. */
const ofBackbone = (run: LabRun): string[] =>
  (changesOf(run).global ?? []).filter((line) => line.includes('.backbone_'));

describeWithTerraform('a backbone of transit gateways in the lab', () => {
  let applied: Story;
  let evacuated: Story;

  beforeAll(async () => {
    applied = await Story.begin();
    expect(errorsOf(await applied.apply(GATEWAYS))).toEqual([]);
    await applied.end();
    evacuated = await Story.begin(applied);
    const faults = { dead: [LOST] };
    expect(errorsOf(await evacuated.apply(evacuatedFrom(GATEWAYS), { faults }))).toEqual([]);
    await evacuated.end();
  });

  test("a Region's own stack is rebuilt, and nobody else has anything to do", async () => {
    const story = await Story.begin(applied);
    const only = [stackOf(LOST)];
    // With nothing but its provider left, as when it leaves.
    const emptied = withEntry(GATEWAYS, { name: LOST, state: 'leaving', data: 'release' });
    const gone = await story.apply(emptied, { only });
    expect([errorsOf(gone), plannedIn(gone)]).toEqual([[], { [stackOf(LOST)]: { destroy: 52 } }]);
    expect(story.lab.provider.world.all('aws_vpc').map(({ region }) => region)).not.toContain(LOST);

    const rebuilt = await story.apply(GATEWAYS, { only });
    expect([errorsOf(rebuilt), plannedIn(rebuilt)]).toEqual([[], { [stackOf(LOST)]: { add: 52 } }]);
    const after = await story.plan(GATEWAYS);
    expect([errorsOf(after), plannedIn(after)]).toEqual([[], {}]);
  });

  test('what led to a lost Region is forgotten at both ends, and stays in AWS', async () => {
    const story = await Story.begin(evacuated);
    const routes = story.lab.provider.world.all('aws_ec2_transit_gateway_route');
    expect(routes.filter(({ state }) => state.destination_cidr_block === '10.10.0.0/16')).toHaveLength(2);
    expect(routes).toHaveLength(6);
    const again = await story.plan(evacuatedFrom(GATEWAYS), { faults: { dead: [LOST] } });
    expect([errorsOf(again), plannedIn(again), callersOf(LOST, again)]).toEqual([[], {}, []]);
  });

  test('peerings that AWS has dropped are missed when the Region returns, and made again where the config says so', async () => {
    const story = await Story.begin(evacuated);
    const { world } = story.lab.provider;
    const dropped = world
      .all('aws_ec2_transit_gateway_peering_attachment')
      .filter(({ region, state }) => region === LOST || state.peer_region === LOST);
    expect(dropped).toHaveLength(2);
    for (const { state } of dropped)
      for (const each of world.all())
        if (each.state.id === state.id || each.state.transit_gateway_attachment_id === state.id)
          world.drop(each.type, each.region, each.state);

    const missed = await story.plan(returningTo(GATEWAYS), { only: ['global'] });
    expect(errorsOf(missed).join()).toMatch(/no matching EC2 Transit Gateway Peering Attachment found/);

    const recreate = withEntry(GATEWAYS, { name: LOST, state: 'returning', recreate: ['backbone'] });
    const made = await story.apply(recreate);
    expect([errorsOf(made), plannedIn(made)]).toEqual([
      [],
      { foundation: { import: 9, add: 1 }, global: { add: 16, change: 2 } },
    ]);
    expect(ofBackbone(made).filter((line) => line.startsWith('create'))).toHaveLength(12);
    const after = await story.plan(GATEWAYS);
    expect([errorsOf(after), plannedIn(after)]).toEqual([[], {}]);
  });
});

describeWithTerraform('a backbone of peered VPCs and a private zone in the lab', () => {
  let applied: Story;

  beforeAll(async () => {
    applied = await Story.begin();
    const run = await applied.apply(PEERED);
    // Of each pair a peering, its other end, two sets of options and six routes; the zone, two associations, an output.
    expect([errorsOf(run), run.stack('global').planned?.add]).toEqual([[], 34]);
    await applied.end();
  });

  test('with each Region dead the others plan nothing, and make no call there', async () => {
    const story = await Story.begin(applied);
    for (const dead of REGIONS) {
      const run = await story.plan(PEERED, { only: othersThan(dead).map(stackOf), faults: { dead: [dead] } });
      expect([dead, errorsOf(run), plannedIn(run), callersOf(dead, run)]).toEqual([dead, [], {}, []]);
    }
  });

  test('both ends of a lost Region are forgotten without a call, adopted as they are, and then nothing is left to do', async () => {
    const story = await Story.begin(applied);
    const { world } = story.lab.provider;
    const before = world.all();
    const lost = await story.apply(evacuatedFrom(PEERED), { faults: { dead: [LOST] } });
    expect([errorsOf(lost), plannedIn(lost), callersOf(LOST, lost)]).toEqual([
      [],
      { foundation: { forget: 2 }, global: { forget: 21 } },
      [],
    ]);
    const back = await story.apply(returningTo(PEERED));
    expect([errorsOf(back), plannedIn(back)]).toEqual([[], { foundation: { import: 2 }, global: { import: 21 } }]);
    expect(changesOf(back).global).toEqual(changesOf(lost).global?.map((line) => line.replace('forget', 'import')));
    const active = await story.plan(PEERED);
    expect([errorsOf(active), plannedIn(active)]).toEqual([[], {}]);
    expect(world.all()).toEqual(before);
  });
});
