/**
 * Reads the generated TypeScript of a binding. Nothing here knows Terraform: it only finds, for a class, its members
 * (from the comment `// name - computed: …` that the generator puts above each) and how each is synthesized.
 */

/** One attribute or block of a class, as the generator wrote it. */
export interface Member {
  readonly name: string;
  readonly computed: boolean;
  readonly optional: boolean;
  readonly required: boolean;
  /** The private field behind it, empty where it can't be written. */
  readonly field: string;
  /** What its getter returns. */
  readonly getter: string;
}

/** How a member is written to HCL: the only place that tells a set from a list and a block from an attribute. */
export interface Synthesis {
  readonly value: string;
  readonly type: 'simple' | 'list' | 'set' | 'map' | 'struct';
  readonly storage: string;
}

const CLASS = /^export class (\w+) extends cdktf\.(\w+) \{/gm;
const MEMBER =
  /^ {2}\/\/ (\w+) - computed: (true|false), optional: (true|false), required: (true|false)\n(?: {2}private ([^\n]*)\n)? {2}public get \w+\(\) \{\n((?: {4}[^\n]*\n)+)/gm;
const SYNTHESIS =
  /^ {4,6}(\w+): \{\n +value: (.*),\n +isBlock: (?:true|false),\n +type: "(\w+)",\n +storageClassType: "(\w+)",/gm;

export class BindingSource {
  readonly #classes = new Map<string, { readonly base: string; readonly body: string }>();

  constructor(private readonly text: string) {
    const found = [...text.matchAll(CLASS)];
    found.forEach((match, index) => {
      const [, name = '', base = ''] = match;
      this.#classes.set(name, { base, body: text.slice(match.index, found[index + 1]?.index) });
    });
  }

  /** The class that stands for the whole resource, data source or provider. */
  topClass(base: string): string | undefined {
    return [...this.#classes].find(([, declared]) => declared.base === base)?.[0];
  }

  has(className: string): boolean {
    return this.#classes.has(className);
  }

  members(className: string): Member[] {
    const body = this.#classes.get(className)?.body ?? '';
    return [...body.matchAll(MEMBER)].map(([, name = '', computed, optional, required, field = '', getter = '']) => ({
      name,
      computed: computed === 'true',
      optional: optional === 'true',
      required: required === 'true',
      field,
      getter: getter.trim(),
    }));
  }

  /** Synthesis of a class's own members: in the class itself, or in the function beside a nested one. */
  syntheses(className: string): Map<string, Synthesis> {
    const nested = /^(\w+)OutputReference$/.exec(className)?.[1];
    const body = nested ? this.functionBody(hclFunction(nested)) : (this.#classes.get(className)?.body ?? '');
    return synthesesIn(body);
  }

  /** For a struct that has no class: its fields, those without `?` being required. */
  struct(name: string): { readonly syntheses: Map<string, Synthesis>; readonly required: ReadonlySet<string> } {
    const start = this.text.indexOf(`export interface ${name} {`);
    const body = start < 0 ? '' : this.text.slice(start, this.text.indexOf('\n}\n', start));
    const fields = [...body.matchAll(/#(\w+) \w+#\w+\}\n(?: {2}\*[^\n]*\n)+ {2}readonly \w+(\??):/g)];
    const required = new Set(fields.filter(([, , mark]) => mark === '').map(([, field = '']) => field));
    return { syntheses: synthesesIn(this.functionBody(hclFunction(name))), required };
  }

  private functionBody(name: string): string {
    const start = this.text.indexOf(`export function ${name}(`);
    return start < 0 ? '' : this.text.slice(start, this.text.indexOf('\n}\n', start));
  }
}

const hclFunction = (struct: string): string => `${struct.charAt(0).toLowerCase()}${struct.slice(1)}ToHclTerraform`;

function synthesesIn(body: string): Map<string, Synthesis> {
  const found = [...body.matchAll(SYNTHESIS)].map(([, name = '', value = '', type, storage = '']) => {
    return [name, { value, type: type as Synthesis['type'], storage }] as const;
  });
  return new Map(found);
}
