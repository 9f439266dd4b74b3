/** Turns the options a rule declares, each with its default, into JSON schema, defaults and TypeScript types. */
import type { JSONSchema4 } from '@typescript-eslint/utils/json-schema'

/** A list option: any strings, or a choice of some. */
export interface ListOption<Item extends string> {
  readonly list: readonly Item[]
  readonly choices?: readonly Item[]
}

/** What a rule writes: a boolean or number is an option with that default, a list says what it may hold, an object nests. */
export interface OptionSpecs {
  readonly [name: string]: boolean | number | ListOption<string> | OptionSpecs
}

/** The type of the options that a rule reads: everything is there, because defaults fill what the user leaves out. */
export type OptionsOf<Specs> = {
  readonly [Name in keyof Specs]: Specs[Name] extends ListOption<infer Item>
    ? readonly Item[]
    : Specs[Name] extends boolean
      ? boolean
      : Specs[Name] extends number
        ? number
        : OptionsOf<Specs[Name]>
}

/** An option that is a list of strings. */
export function stringList(list: readonly string[] = []): ListOption<string> {
  return { list }
}

/** An option that is a list of some of `choices`. */
export function choiceList<Item extends string>(choices: readonly Item[], list: readonly Item[]): ListOption<Item> {
  return { list, choices }
}

/** JSON schema of an options object; unknown names are errors, so that a misspelt option is not silently without effect. */
export function optionsSchema(specs: OptionSpecs): JSONSchema4 {
  const properties: Record<string, JSONSchema4> = {}
  for (const [name, spec] of Object.entries(specs)) properties[name] = optionSchema(spec)
  return { type: 'object', properties, additionalProperties: false }
}

/** The values that hold when the user sets nothing. */
export function optionsDefaults<Specs extends OptionSpecs>(specs: Specs): OptionsOf<Specs> {
  const defaults: Record<string, unknown> = {}
  for (const [name, spec] of Object.entries(specs)) {
    defaults[name] = typeof spec !== 'object' ? spec : isListOption(spec) ? [...spec.list] : optionsDefaults(spec)
  }
  return defaults as OptionsOf<Specs>
}

function optionSchema(spec: OptionSpecs[string]): JSONSchema4 {
  if (typeof spec === 'boolean') return { type: 'boolean' }
  if (typeof spec === 'number') return { type: 'number', minimum: 0 }
  if (!isListOption(spec)) return optionsSchema(spec)
  const items: JSONSchema4 = spec.choices ? { type: 'string', enum: [...spec.choices] } : { type: 'string' }
  return { type: 'array', items, uniqueItems: true }
}

function isListOption(spec: object): spec is ListOption<string> {
  return 'list' in spec && Array.isArray(spec.list)
}
