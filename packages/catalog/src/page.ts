/** The catalogue as a page of Markdown: what blocks, by module, and where handlers begin. */
import { defaultCatalog } from './default-catalog.ts'
import { lastMajor } from './major-twin.ts'
import type { BlockingApi, Handler, Twin } from './entry.ts'
import type { Catalog } from './lookup.ts'

const introduction = `# What blocks, and what to use

Every entry of the catalogue, by module. The words (tier, twin, remedy, effect) are explained in the [README](../README.md).
This page is generated.`

/** The text of `docs/catalog.md`; by default of the catalogue that ships. */
export function catalogPage(catalog: Catalog = defaultCatalog): string {
  const modules = [...new Set(catalog.apis.map(({ module }) => module))].toSorted(byKind)
  const parts = modules.map((module) => `## ${module}\n\n${apiTable(catalog.apis.filter((each) => each.module === module))}`)
  return [introduction, ...parts, `## Where handlers begin\n\n${handlerTable(catalog.handlers)}`].join('\n\n') + '\n'
}

/** Node first, then globals, then libraries by name. */
function byKind(a: string, b: string): number {
  const rank = (module: string): number => (module.startsWith('node:') ? 0 : module === 'globalThis' ? 1 : 2)
  return rank(a) - rank(b) || a.localeCompare(b, 'en')
}

function apiTable(apis: readonly BlockingApi[]): string {
  const rows = apis.map((api) => [
    nameOf(api),
    api.tier,
    api.effect,
    api.crosses ? `${api.remedy}, copies` : api.remedy,
    api.twin ? twinOf(api.twin) : '',
    `[docs](${api.source})`,
  ])
  return table(['Name', 'Tier', 'Effect', 'Remedy', 'Twin', 'Source'], rows)
}

function nameOf({ name, since, onlyWithoutCallback, threadSensitive }: BlockingApi): string {
  const remarks = [
    ...(since === undefined ? [] : [`Node ${since}`]),
    ...(onlyWithoutCallback ? ['without a callback'] : []),
    ...(threadSensitive ? ['on the thread of its handle'] : []),
  ]
  return `${code(name)}${remarks.length > 0 ? ` (${remarks.join(', ')})` : ''}`
}

function twinOf({ module, name, form, note, byMajor = [] }: Twin): string {
  const how = form === 'same' || form === 'manual' || form === 'spawn' ? '' : `, form ${form}`
  const known = byMajor.map(({ majors: [from, to] }) =>
    to === lastMajor ? `from ${from} on` : from === to ? `in ${from}` : `in ${from} to ${to}`,
  )
  const migrated = known.length === 0 ? '' : `; migrated ${known.join(', ')}`
  return `${code(name)} of ${code(module)}${how}${note === undefined ? '' : `: ${note}`}${migrated}`
}

function handlerTable(handlers: readonly Handler[]): string {
  const rows = handlers.map((handler) => {
    const {
      id,
      framework,
      majors,
      methods,
      functions,
      events = [],
      members = [],
      exports = [],
      decorators,
      rejection,
      forward,
      refusesDone,
      source,
    } = handler
    const versions = majors === undefined ? '' : ` ${majors[0]} to ${majors[1] >= 99 ? 'the latest' : majors[1]}`
    const registered = [
      ...functions.map((name) => `${name}()`),
      ...methods.map((name) => `.${name}()`),
      ...events.map((name) => `event ${name}`),
      ...decorators.map((name) => `@${name}()`),
      ...members.flatMap(({ types, names }) => names.map((name) => `${types.length === 1 ? types[0] : ''}#${name}()`)),
      ...new Set(exports.flatMap(({ names }) => names.map((name) => `export ${name}`))),
    ]
    const dropped = forward === 'next' ? 'unhandled: call next with it' : forward === 'response' ? 'unhandled: answer yourself' : rejection
    const promise = refusesDone ? `${dropped}; no callback beside it` : dropped
    return [code(id), `${framework}${versions}`, registered.map(code).join(' '), promise, `[docs](${source})`]
  })
  return table(['Handler', 'Framework', 'Registered by', 'Rejected promise', 'Source'], rows)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function code(text: string): string {
  return `\`${text}\``
}
