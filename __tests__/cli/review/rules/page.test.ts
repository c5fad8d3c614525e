import { reviewRulesPage } from '../../../../cli/pages/review-rules-page';
import { RULES } from '../../../../cli/review/rules';
import { SUPPRESSION_RULES } from '../../../../cli/review/suppressions';

test('every rule has a section with its reason, its fix and its example, and a line in the table that leads there', () => {
  const page = reviewRulesPage();
  const sections = new Map(page.split(/^## /m).map((section) => [section.split('\n')[0], section]));
  for (const { id, doc, severity } of [...RULES, ...SUPPRESSION_RULES]) {
    expect(page).toContain(`| [\`${id}\`](#${id}) | ${severity === 'not-reviewable' ? '**exit 2**' : severity} |`);
    for (const text of [doc.what, `- Why: ${doc.why}`, `- What to do: ${doc.fix}`, `- Example: ${doc.example}`])
      expect(sections.get(id)).toContain(text);
  }
});
