/** Blocking methods of node:sqlite. */
import type { BlockingApi } from '../entry.ts'
import { apisOf } from '../row.ts'
import type { Row } from '../row.ts'
import { docsOf } from './heading.ts'

type Method = readonly [heading: string, effect: 'read' | 'write', since?: string]

/** A database and its statements belong to the thread that opened them, and nothing of them is async. */
const common = { tier: 'database', threadSensitive: true } as const

const methodsOf = (owner: string, factory: string | undefined, methods: readonly Method[]): Row[] =>
  methods.map(([heading, effect, since = '>=22.5']): Row => {
    const method = heading.slice(heading.indexOf('.') + 1, heading.indexOf('('))
    return {
      ...common,
      name: `${owner}#${method}`,
      effect,
      since,
      source: docsOf('sqlite', heading),
      ...(factory && { aliases: [`DatabaseSync#${factory}#${method}`] }),
    }
  })

/** What blocks in node:sqlite. */
export const sqlite: readonly BlockingApi[] = apisOf('node:sqlite', 'https://nodejs.org/api/sqlite.html', [
  { ...common, name: 'DatabaseSync', effect: 'write', since: '>=22.5', source: docsOf('sqlite', 'Class: DatabaseSync') },
  ...methodsOf('DatabaseSync', undefined, [
    ['database.open()', 'write'],
    ['database.close()', 'write'],
    ['database.exec(sql)', 'write'],
    ['database.prepare(sql[, options])', 'read'],
    ['database.loadExtension(path)', 'write', '>=22.13'],
    ['database.applyChangeset(changeset[, options])', 'write', '>=22.12'],
    ['database.serialize([dbName])', 'read', '>=26.1'],
    ['database.deserialize(buffer[, options])', 'write', '>=26.1'],
  ]),
  ...methodsOf('StatementSync', 'prepare', [
    ['statement.all([namedParameters][, ...anonymousParameters])', 'read'],
    ['statement.get([namedParameters][, ...anonymousParameters])', 'read'],
    ['statement.iterate([namedParameters][, ...anonymousParameters])', 'read', '>=22.13'],
    ['statement.run([namedParameters][, ...anonymousParameters])', 'write'],
  ]),
  ...methodsOf('SQLTagStore', 'createTagStore', [
    ['sqlTagStore.all(stringElements[, ...boundParameters])', 'read', '>=24.9'],
    ['sqlTagStore.get(stringElements[, ...boundParameters])', 'read', '>=24.9'],
    ['sqlTagStore.iterate(stringElements[, ...boundParameters])', 'read', '>=24.9'],
    ['sqlTagStore.run(stringElements[, ...boundParameters])', 'write', '>=24.9'],
  ]),
  ...methodsOf('Session', 'createSession', [
    ['session.changeset()', 'read', '>=22.12'],
    ['session.patchset()', 'read', '>=22.12'],
  ]),
])
