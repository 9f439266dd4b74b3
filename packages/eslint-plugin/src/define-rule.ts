/** Defines a rule: page address, options, presets, and reports whose message slots the compiler checks. */
import { RuleCreator } from '@typescript-eslint/utils/eslint-utils'
import type { TSESLint, TSESTree } from '@typescript-eslint/utils'
import { optionsDefaults, optionsSchema } from './options.ts'
import type { OptionsOf, OptionSpecs } from './options.ts'
import { openFileOf } from './project.ts'
import type { OpenFile } from './project.ts'

/** The preset a rule begins in: `strict` holds `recommended` as well; `recommendedTypeChecked` is for rules that need types. */
export type PresetOfRule = 'recommended' | 'strict' | 'recommendedTypeChecked' | 'off'

/** Names between double braces in a message. */
export type SlotsOf<Text extends string> = Text extends `${string}{{${infer Name}}}${infer Rest}` ? Name | SlotsOf<Rest> : never

/** The values of a message's slots; a message without slots takes none. */
export type SlotValues<Text extends string> = { readonly [Name in SlotsOf<Text>]: string | number }

/** A node, or a range of UTF-16 offsets in the open file. */
export type Where = TSESTree.Node | TSESTree.Token | readonly [start: number, end: number]

type Messages = Readonly<Record<string, string>>

/** A change that is offered, never made without being asked. */
export type Suggestion<M extends Messages> = {
  readonly [Id in keyof M & string]: {
    readonly id: Id
    readonly slots: SlotValues<M[Id] & string>
    readonly fix: TSESLint.ReportFixFunction
  }
}[keyof M & string]

/** What a rule gets to work with. */
export interface RuleTools<O extends OptionSpecs, M extends Messages> {
  readonly context: Readonly<TSESLint.RuleContext<keyof M & string, [OptionsOf<O>]>>
  readonly sourceCode: Readonly<TSESLint.SourceCode>
  readonly options: OptionsOf<O>
  /** The open file as the project knows it; undefined for text that is not JavaScript or TypeScript. Opens the project at the first call. */
  openFile(): OpenFile | undefined
  /** Reports at a place. `slots` must fill every `{{slot}}` of the message. */
  report<Id extends keyof M & string>(where: Where, id: Id, slots: SlotValues<M[Id] & string>, suggestions?: readonly Suggestion<M>[]): void
}

/** A rule as its author writes it. */
export interface RuleDefinition<O extends OptionSpecs, M extends Messages> {
  /** The file's name: `no-blocking-call`. */
  readonly name: string
  /** One sentence without a full stop; heads the page and the table of rules. */
  readonly summary: string
  readonly preset: PresetOfRule
  /** One source for schema, defaults and types. */
  readonly options: O
  readonly messages: M
  /** True where a report may carry suggestions. */
  readonly suggests?: boolean
  create(tools: RuleTools<O, M>): TSESLint.RuleListener
}

/** Where a rule says what it is for; `preset` decides which presets hold it. */
export interface RuleDocs {
  readonly description: string
  readonly preset: PresetOfRule
  readonly recommended: boolean
}

/** A finished rule, as ESLint takes it. */
export type OffloopRule = TSESLint.RuleModule<string, readonly unknown[], RuleDocs> & { readonly name: string }

const pages = 'https://github.com/offloop/offloop/blob/main/packages/eslint-plugin/src/rules'
const createRule = RuleCreator<RuleDocs>((name) => `${pages}/${name}.md`)

/** Makes an ESLint rule of a definition. It never asks for a parser's type services. */
export function defineRule<O extends OptionSpecs, const M extends Messages>(definition: RuleDefinition<O, M>): OffloopRule {
  const { name, summary, preset, options, messages, suggests = false, create } = definition
  const rule = createRule<[OptionsOf<O>], keyof M & string>({
    name,
    meta: {
      type: 'problem',
      docs: { description: summary, preset, recommended: preset === 'recommended' },
      messages: messages as Record<keyof M & string, string>,
      schema: [optionsSchema(options)],
      defaultOptions: [optionsDefaults(options)],
      hasSuggestions: suggests,
      // ESLint 10 leaves a rule out of files in another language (JSON, CSS) by this; older releases ignore it.
      ...{ languages: ['js/js'] },
    },
    create: (context, [filled]) =>
      create({
        context,
        sourceCode: context.sourceCode,
        options: filled,
        openFile: () => openFileOf(context),
        report: (where, messageId, slots, suggestions = []) => {
          const suggest = suggestions.map(({ id, slots, fix }) => ({ messageId: id, data: { ...slots }, fix }))
          context.report({ loc: locationOf(where, context.sourceCode), messageId, data: { ...slots }, suggest })
        },
      }),
  })
  return rule as unknown as OffloopRule
}

function locationOf(where: Where, sourceCode: Readonly<TSESLint.SourceCode>): TSESTree.SourceLocation {
  if ('loc' in where) return where.loc
  const last = sourceCode.text.length
  const [start, end] = where
  return { start: sourceCode.getLocFromIndex(Math.min(start, last)), end: sourceCode.getLocFromIndex(Math.min(end, last)) }
}
