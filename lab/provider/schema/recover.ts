import { sourceOf } from './bindings';
import { BindingSource, type Member, type Synthesis } from './source';
import { type Attribute, type Block, type Kind, type NestedBlock, objectType, type Type } from './types';
import { undescribedBlock } from './waf-statement';

const TOP_CLASS = {
  resource: 'TerraformResource',
  data: 'TerraformDataSource',
  provider: 'TerraformProvider',
} as const;

/** Getters of attributes that can't be written: these have no synthesis to read. First match wins. */
const GETTER_TYPES: readonly (readonly [RegExp, Type])[] = [
  [/Fn\.tolist\(this\.getListAttribute\(/, ['set', 'string']],
  [/Fn\.tolist\(this\.getNumberListAttribute\(/, ['set', 'number']],
  [/getListAttribute\(/, ['list', 'string']],
  [/getNumberListAttribute\(/, ['list', 'number']],
  [/getStringMapAttribute\(/, ['map', 'string']],
  [/getNumberMapAttribute\(/, ['map', 'number']],
  [/getBooleanMapAttribute\(/, ['map', 'bool']],
  [/getStringAttribute\(/, 'string'],
  [/getNumberAttribute\(/, 'number'],
  [/getBooleanAttribute\(/, 'bool'],
];

/** What the generator calls the storage of a writable attribute. */
const STORAGE_TYPES: Readonly<Record<string, Type>> = {
  string: 'string',
  number: 'number',
  boolean: 'bool',
  stringMap: 'string',
  numberMap: 'number',
  booleanMap: 'bool',
  stringMapMap: ['map', 'string'],
  stringMapList: ['map', 'string'],
  stringList: 'string',
  numberList: 'number',
  stringListList: ['list', 'string'],
};

const CDKTF_MAPS: Readonly<Record<string, Type>> = { StringMap: 'string', NumberMap: 'number', BooleanMap: 'bool' };

/** The provider's schema of one type, from the installed bindings. Throws where they don't tell it. */
export function recoverSchema(kind: Kind, type: string): Block {
  const text = sourceOf(kind, type);
  if (text === undefined) throw new Error(`${kind} ${type}: the installed @cdktf/provider-aws has no binding for it.`);
  return recoverFrom(text, kind, type);
}

/** As {@link recoverSchema}, from a binding's TypeScript. */
export function recoverFrom(text: string, kind: Kind, type: string): Block {
  const source = new BindingSource(text);
  const top = source.topClass(TOP_CLASS[kind]);
  if (top === undefined) throw new Error(`${kind} ${type}: its binding has no class of kind ${TOP_CLASS[kind]}.`);
  const { attributes, blocks } = new Recovery(source, `${kind} ${type}`).block(top, '');
  const { alias: _, ...rest } = attributes; // Terraform's own argument, not the provider's
  return { attributes: kind === 'provider' ? rest : attributes, blocks };
}

class Recovery {
  constructor(
    private readonly source: BindingSource,
    private readonly subject: string,
  ) {}

  block(className: string, path: string): Block {
    const attributes: Record<string, Attribute> = {};
    const blocks: Record<string, NestedBlock> = {};
    const syntheses = this.source.syntheses(className);
    for (const member of this.source.members(className)) {
      const at = path === '' ? member.name : `${path}.${member.name}`;
      const part = this.member(member, syntheses.get(member.name), at);
      if ('nesting' in part) blocks[member.name] = part;
      else attributes[member.name] = { ...flags(member), type: part.type };
    }
    return { attributes, blocks };
  }

  private member(member: Member, synthesis: Synthesis | undefined, at: string): NestedBlock | { readonly type: Type } {
    const described = undescribedBlock(this.subject, at);
    if (described) return described;

    const cdktfMap = /new cdktf\.(\w+)\(/.exec(member.field)?.[1];
    if (cdktfMap) return { type: ['map', CDKTF_MAPS[cdktfMap] ?? this.unsupported(at, member.field)] };

    const nested = /new (\w+?)(OutputReference|List|Map)\(this, "\w+"(?:, (true|false))?\)/.exec(member.field);
    if (nested) {
      const [, struct = '', shape, isSet] = nested;
      const block = this.nestedBlock(struct, at);
      if (!synthesis) return { type: computedObjects(shape, isSet === 'true', objectType(block)) };
      return nesting(synthesis, shape === 'OutputReference', member, block);
    }

    const structs = /\?: (\w+)\[\] \| cdktf\.IResolvable/.exec(member.field)?.[1];
    if (structs && structs !== 'string')
      return nesting(this.known(synthesis, at), false, member, this.struct(structs, at));

    if (synthesis) return { type: writtenType(synthesis) ?? this.unsupported(at, synthesis.storage) };
    return {
      type: GETTER_TYPES.find(([getter]) => getter.test(member.getter))?.[1] ?? this.unsupported(at, member.getter),
    };
  }

  private nestedBlock(struct: string, at: string): Block {
    const className = `${struct}OutputReference`;
    return this.source.has(className)
      ? this.block(className, at)
      : this.unsupported(at, `${className}, which is not there`);
  }

  private struct(name: string, at: string): Block {
    const { syntheses, required } = this.source.struct(name);
    const attributes = [...syntheses].map(([field, synthesis]) => {
      const type = writtenType(synthesis) ?? this.unsupported(`${at}.${field}`, synthesis.storage);
      return [
        field,
        {
          ...flags({ name: field, computed: false, optional: !required.has(field), required: required.has(field) }),
          type,
        },
      ];
    });
    return { attributes: Object.fromEntries(attributes), blocks: {} };
  }

  private known(synthesis: Synthesis | undefined, at: string): Synthesis {
    return synthesis ?? this.unsupported(at, 'no synthesis');
  }

  private unsupported(at: string, found: string): never {
    throw new Error(`${this.subject}: ${at} has a shape that the bindings don't describe (${found}).`);
  }
}

function flags({ name, computed, optional, required }: Omit<Member, 'field' | 'getter'>): Omit<Attribute, 'type'> {
  return { required, optional, computed, sensitive: false, writeOnly: optional && name.endsWith('_wo') };
}

function writtenType({ type, storage }: Synthesis): Type | undefined {
  const element = STORAGE_TYPES[storage];
  if (element === undefined || type === 'simple') return element;
  return type === 'struct' ? undefined : [type, element];
}

function computedObjects(shape: string | undefined, isSet: boolean, object: Type): Type {
  if (shape === 'Map') return ['map', object];
  return shape === 'OutputReference' ? object : [isSet ? 'set' : 'list', object];
}

/**
 * A block; or an attribute that is written like one: the generator marks lists of these by `, false`, as its items have no
 * block syntax, and a single one can be told by being computed, which no block is.
 */
function nesting(
  synthesis: Synthesis,
  single: boolean,
  member: Member,
  block: Block,
): NestedBlock | { readonly type: Type } {
  const { type, value } = synthesis;
  if (type === 'map') return { type: ['map', objectType(block)] };
  if (type === 'struct' || type === 'simple')
    return member.computed ? { type: objectType(block) } : { nesting: 'single', block, minItems: 0, maxItems: 0 };
  if (value.includes(', false)(')) return { type: [type, objectType(block)] };
  return { nesting: type, block, minItems: member.required ? 1 : 0, maxItems: single ? 1 : 0 };
}
