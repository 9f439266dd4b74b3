/** Which blocking calls are fine: by API, by caller, by arguments. A rule that names an API alone costs a look-up; a stack is looked at only for callers. */
import type { BlockingApi, Catalog, Frame } from '@offloop/catalog'
import { sourceFrames } from '../stack/stack.ts'
import type { CallStack } from '../stack/stack.ts'
import { filePattern } from './file-pattern.ts'
import { loadApi } from './load-api.ts'

/** Calls that are fine; every field that is there must fit. */
export interface AllowRule {
  /** Id of the catalogue, or a pattern with `*`: `node:fs.*`. Default: every API. */
  readonly api?: string
  /** Pattern of a file among the callers: `src/boot/**`, `node_modules/pino/**`. */
  readonly file?: string
  /** Name of a function among the callers; with `file`, one in that file. */
  readonly function?: string
  /** True for arguments that are fine. */
  readonly when?: (...args: never[]) => boolean
}

/** A rule and how often it allowed a call. */
export interface RuleUse {
  readonly rule: string
  readonly count: number
}

interface Compiled {
  readonly text: string
  readonly isAllowed: boolean
  isOfApi(id: string): boolean
  fits?(frame: Frame): boolean
  when?(...args: unknown[]): boolean
  count: number
}

const fields = new Set(['api', 'file', 'function', 'when'])

/** `node:fs.statSync`, `node:fs.* in src/boot/**` or `* in src/boot/**` as a rule. */
function ruleOf(text: string): AllowRule {
  const [api = '', file] = text.trim().split(/\s+in\s+(.*)/su, 2)
  return { api, ...(file && { file }) }
}

/** The rules of one detector. */
export class Allowances {
  readonly #rules: readonly Compiled[]
  /** For each API that was called, the rules that decide without a stack, and those that need one; `forbid` undoes `allow` for callers further in. */
  readonly #byApi = new Map<string, { readonly plain: readonly Compiled[]; readonly ofCallers: readonly Compiled[] }>()

  /** `warn` hears of rules that fit nothing. */
  constructor(
    options: { readonly allow: readonly (string | AllowRule)[]; readonly forbid: readonly (string | AllowRule)[] },
    catalog: Catalog,
    warn: (message: string) => void,
  ) {
    const { allow, forbid } = options
    this.#rules = [
      ...allow.map((each) => compile('allow', each, catalog, warn)),
      ...forbid.map((each) => compile('forbid', each, catalog, warn)),
    ].filter((each) => each !== undefined)
  }

  /** True where the call is fine whoever makes it. */
  isPlain(api: BlockingApi, args: readonly unknown[]): boolean {
    const rules = this.#rulesOf(api).plain
    if (rules.some(({ isAllowed }) => !isAllowed)) return false
    return note(rules.find(({ when }) => !when || when(...args)))
  }

  /** True where the call is fine because of who makes it: the innermost caller that a rule names decides. */
  isOfCaller(api: BlockingApi, args: readonly unknown[], stack: CallStack | readonly Frame[]): boolean {
    const rules = this.#rulesOf(api).ofCallers
    if (rules.length === 0) return false
    const sources = sourceFrames(stack)
    for (const [index, frame] of [...stack].entries()) {
      const source = sources[index] ?? frame
      const fitting = rules.filter(({ fits, when }) => (fits?.(frame) === true || fits?.(source) === true) && (!when || when(...args)))
      if (fitting.length > 0) return fitting.every(({ isAllowed }) => isAllowed) && note(fitting[0])
    }
    return false
  }

  #rulesOf({ id }: BlockingApi): { readonly plain: readonly Compiled[]; readonly ofCallers: readonly Compiled[] } {
    const known = this.#byApi.get(id)
    if (known) return known
    const rules = this.#rules.filter(({ isOfApi }) => isOfApi(id))
    const sorted = { plain: rules.filter(({ fits }) => !fits), ofCallers: rules.filter(({ fits }) => fits) }
    this.#byApi.set(id, sorted)
    return sorted
  }

  /** Every rule and its use, so that those that nothing needs can go. */
  uses(): RuleUse[] {
    return this.#rules.filter(({ isAllowed }) => isAllowed).map(({ text, count }) => ({ rule: text, count }))
  }
}

function note(rule: Compiled | undefined): boolean {
  if (rule) rule.count++
  return rule !== undefined
}

function compile(option: string, given: string | AllowRule, catalog: Catalog, warn: (message: string) => void): Compiled | undefined {
  if (typeof given !== 'string' && (typeof given !== 'object' || given === null)) {
    warn(`${option} has ${String(given)}, which is no rule: use an id of the catalogue or an object; it is left out`)
    return undefined
  }
  const rule = typeof given === 'string' ? ruleOf(given) : given
  const text = typeof given === 'string' ? given : JSON.stringify(given)
  const unknown = Object.keys(rule).filter((field) => !fields.has(field))
  if (unknown.length > 0) {
    warn(`${option} has a rule with "${unknown.join('", "')}": rules have api, file, function and when; it is left out`)
    return undefined
  }
  const { api, file, function: name, when } = rule
  if (api === undefined && file === undefined && name === undefined) {
    warn(`${option} has the rule ${text}, which names neither an api nor a file nor a function; it is left out`)
    return undefined
  }
  const form = api === undefined ? undefined : new RegExp(`^${api.split('*').map(literally).join('.*')}$`, 'u')
  const isOfApi = (id: string): boolean => !form || form.test(id)
  // What applications mark, and loading, are no entries of the catalogue.
  if (api !== undefined && !api.startsWith('asyncUnsafe.') && !isOfApi(loadApi.id) && !catalog.apis.some(({ id }) => isOfApi(id))) {
    warn(`${option} names "${api ?? ''}", which is no id of the catalogue; ids look like node:fs.readFileSync, and * stands for any part`)
    return undefined
  }
  const isInFile = file === undefined ? (): boolean => true : filePattern(file)
  return {
    text,
    isAllowed: option === 'allow',
    isOfApi,
    ...((file !== undefined || name !== undefined) && {
      fits: (frame: Frame) => (name === undefined || frame.name === name || frame.name.endsWith(`.${name}`)) && isInFile(frame.file),
    }),
    ...(when && { when: when as (...args: unknown[]) => boolean }),
    count: 0,
  }
}

function literally(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/gu, '\\$&')
}
