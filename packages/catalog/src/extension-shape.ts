/** What an extension may say: the fields of entries and handlers, each with its check. */
import { flag, is, listOf, objectOf, oneOf, optional, pattern, required, text } from './checks.ts'
import type { Check } from './checks.ts'
import type { BlockingApi, CalledMembers, Crossing, Effect, ExportedHandlers, Handler, MajorTwin, Tier, Twin } from './entry.ts'

/** Fails to compile when a type gets a word or a field that this page doesn't have. */
type Fields<T> = { readonly [Name in keyof T]-?: ReturnType<typeof required> }
type Words<T extends string> = Readonly<Record<T, true>>

const tiers = { spawn: true, cpu: true, file: true, database: true, metadata: true, wait: true } satisfies Words<Tier>
const effects = { read: true, write: true, pure: true, process: true } satisfies Words<Effect>
const forms = { same: true, promisify: true, exists: true, exec: true, 'exec-file': true, spawn: true, manual: true } satisfies Words<
  Twin['form']
>
const remedies = { await: true, offload: true } satisfies Words<BlockingApi['remedy']>
const rejections = { handled: true, unhandled: true } satisfies Words<Handler['rejection']>
const forwards = { next: true, response: true } satisfies Words<NonNullable<Handler['forward']>>

const wordOf = (words: Readonly<Record<string, true>>): Check => oneOf(Object.keys(words))
const texts = listOf(text)

const majorTwin = objectOf({
  majors: required(majors),
  name: required(text),
  form: required(wordOf({ same: true, promisify: true } satisfies Words<MajorTwin['form']>)),
} satisfies Fields<MajorTwin>)

const twin = objectOf({
  module: required(text),
  name: required(text),
  form: required(wordOf(forms)),
  resultType: optional(text),
  note: optional(text),
  byMajor: optional(listOf(majorTwin)),
} satisfies Fields<Twin>)

const crossing = objectOf({ takesBytes: optional(flag), exceptWith: optional(texts) } satisfies Fields<Crossing>)

const apiFields = objectOf({
  module: required(text),
  name: required(text),
  aliases: optional(texts),
  tier: required(wordOf(tiers)),
  effect: required(wordOf(effects)),
  remedy: required(wordOf(remedies)),
  twin: optional(twin),
  threadSensitive: optional(flag),
  crosses: optional(crossing),
  onlyWithoutCallback: optional(flag),
  source: required(text),
  since: optional(pattern(/^>=\d+(?:\.\d+){0,2}$/u, '>=22.5')),
} satisfies Fields<Omit<BlockingApi, 'id'>>)

const exported = objectOf({ files: required(regularExpression), names: required(texts) } satisfies Fields<ExportedHandlers>)

const called = objectOf({ types: required(texts), names: required(texts) } satisfies Fields<CalledMembers>)

const handlerFields = objectOf({
  id: required(text),
  framework: required(text),
  module: required(text),
  majors: optional(majors),
  receivers: required(texts),
  receiverTypes: required(texts),
  methods: required(texts),
  functions: required(texts),
  events: optional(texts),
  decorators: required(texts),
  optionKeys: required(texts),
  optionTrees: optional(texts),
  members: optional(listOf(called)),
  isAnytime: optional(flag),
  exports: optional(listOf(exported)),
  rejection: required(wordOf(rejections)),
  forward: optional(wordOf(forwards)),
  nextIsPromise: optional(flag),
  answersByReply: optional(flag),
  refusesDone: optional(flag),
  offloadsSync: optional(flag),
  source: required(text),
} satisfies Fields<Handler>)

function regularExpression(value: unknown, path: string): string | undefined {
  const problem = text(value, path)
  if (problem !== undefined) return problem
  try {
    return void new RegExp(value as string, 'u')
  } catch {
    return is(path, value, 'write a regular expression, such as "^app/.*route$"')
  }
}

function majors(value: unknown, path: string): string | undefined {
  const isRange =
    Array.isArray(value) && value.length === 2 && value.every((each) => Number.isInteger(each) && each >= 0) && value[0] <= value[1]
  return isRange ? undefined : is(path, value, 'use [from, to], two whole numbers in order')
}

/** An entry whose remedy and twin agree. */
function api(value: unknown, path: string): string | undefined {
  const problem = apiFields(value, path)
  if (problem !== undefined) return problem
  const entry = value as Omit<BlockingApi, 'id'>
  if (entry.remedy === 'await' && !entry.twin)
    return is(`${path}.twin`, undefined, 'the remedy "await" needs one; use "offload" where there is none')
  if (entry.remedy === 'offload' && entry.twin) return is(`${path}.remedy`, entry.remedy, 'use "await" where there is a twin')
  if (entry.crosses && (entry.remedy !== 'offload' || /[#()]|^default$/u.test(entry.name)))
    return `${path}.crosses: only named functions of a module with the remedy "offload" have it`
  if (entry.twin?.resultType !== undefined && entry.twin.form !== 'promisify')
    return is(`${path}.twin.resultType`, entry.twin.resultType, 'only the form "promisify" has it')
  if (entry.twin?.byMajor && entry.twin.form !== 'manual') return `${path}.twin.byMajor: only the form "manual" has it`
  return undefined
}

/** A handler that something registers. */
function handler(value: unknown, path: string): string | undefined {
  const problem = handlerFields(value, path)
  if (problem !== undefined) return problem
  const { methods, functions, decorators, events = [], members = [], exports = [] } = value as Handler
  return [methods, functions, decorators, events, members, exports].every((each) => each.length === 0)
    ? `${path} registers nothing: fill methods, functions, decorators, events, members or exports`
    : undefined
}

/** The first problem of an extension; whether ids to exclude exist is the catalogue's business. */
export const extensionShape: Check = objectOf(
  { apis: optional(listOf(api)), handlers: optional(listOf(handler)), exclude: optional(texts) },
  true,
)
