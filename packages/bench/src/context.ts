/** What context variables cost, against a raw AsyncLocalStorage and the libraries that carry values along; each in processes of their own, in turn, medians. */
import { inProcess } from './in-process.ts'
import { medianOf } from './median.ts'
import { judged, type Row } from './row.ts'

const operations = ['get', 'set', 'copy', 'task', 'await'] as const
type Figures = Readonly<Record<(typeof operations)[number], number>>
const libraries = ['ours', 'raw', 'opentelemetry', 'cls-hooked'] as const
const rounds = 5
/** `enterWith` became cheap to read and dear to write with Node 24. */
const isNew = Number(process.versions.node.split('.')[0]) >= 24

/** Rows of the group `context`. */
export function contextRows(): Row[] {
  const all = new Map(libraries.map((name) => [name, [] as Figures[]]))
  for (let round = 0; round < rounds; round++) for (const [name, list] of all) list.push(inProcess<Figures>('context-process', name))
  const of = (library: (typeof libraries)[number], operation: (typeof operations)[number]): number =>
    medianOf((all.get(library) ?? []).map((figures) => figures[operation]))
  const row = (claim: string, operation: (typeof operations)[number], library: (typeof libraries)[number], target: number): Row =>
    judged(claim, of('ours', operation), of(library, operation), 'ns', '<=', target)
  return [
    row('get, against getStore of a raw AsyncLocalStorage', 'get', 'raw', isNew ? 1.2 : 3),
    ...(isNew ? [row('set, against enterWith of a raw AsyncLocalStorage', 'set', 'raw', 0.5)] : []),
    row('copyContext, against snapshot of a raw AsyncLocalStorage', 'copy', 'raw', 1),
    row('createTask and its end, against run of a raw AsyncLocalStorage', 'task', 'raw', 2),
    row('an await in a task, against one in a raw AsyncLocalStorage', 'await', 'raw', 1.1),
    row('get, against OpenTelemetry', 'get', 'opentelemetry', 1),
    row('set, against OpenTelemetry', 'set', 'opentelemetry', 1),
    row('createTask and its end, against OpenTelemetry', 'task', 'opentelemetry', 1.5),
    row('get, against cls-hooked', 'get', 'cls-hooked', 3),
    row('set, against cls-hooked', 'set', 'cls-hooked', 3),
    row('createTask and its end, against cls-hooked', 'task', 'cls-hooked', 1),
    row('an await in a task, against one under cls-hooked', 'await', 'cls-hooked', 1),
  ]
}
