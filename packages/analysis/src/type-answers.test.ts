/** Tests of how often type checkers are asked, and of what their answers do to a project that is joined. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Declared, TypeSource } from './join/types.ts'
import type { Project } from './project.ts'
import { callsOf, findingsOf, scratchProject } from './scratch-project.test.kit.ts'

interface Checker extends TypeSource {
  /** The names that it was asked about, in order. */
  readonly asked: string[]
}

/** Knows where members are declared, by name: in the project (`src/store.ts#load`, by its text) or in a package (`commander#Command#action`). */
function checkerOf(project: Project, known: Readonly<Record<string, string>>): Checker {
  const asked: string[] = []
  const declarationsAt = (file: string, offset: number): Declared[] => {
    const name = /^\w+/u.exec((project.text(file) ?? '').slice(offset))?.[0] ?? ''
    asked.push(name)
    const [place = '', container] = known[name]?.split('#') ?? []
    if (place === '') return []
    const own = join(project.root, place)
    const start = project.text(own)?.indexOf(`${name}(`) ?? 0
    const isOwn = project.text(own) !== undefined
    const end = isOwn ? project.text(own)!.indexOf('}', start) + 1 : 1
    const from = isOwn ? own : join(project.root, 'node_modules', place, 'index.d.ts')
    return [{ file: from, start, end, name, ...(container !== undefined && { container }) }]
  }
  return { asked, declarationsAt }
}

const store = `import { readFileSync } from 'node:fs'
export class Store { load() { return readFileSync('a') } }
export class Other { load() { return 'b' } }
`

test('a checker that says that calls are not the project’s leaves what is joined as it is', () => {
  const project = scratchProject({ 'src/store.ts': store, 'src/app.ts': `export async function f(a: any) { a.load() }` })
  const before = project.graph()
  project.addTypes(checkerOf(project, {}))
  expect(project.graph()).toBe(before)
  expect(project.graph().unknownCalls.has('load')).toBe(true)
  project.addTypes(checkerOf(project, { load: 'lodash#Wrapper' }))
  expect(project.graph()).toBe(before)
  expect(project.graph().unknownCalls.has('load')).toBe(false)
})

test('one that knows a method of the project has it joined anew, and the calls that it knows stay known', () => {
  const project = scratchProject({ 'src/store.ts': store, 'src/app.ts': `export async function f(a: any) { a.load() }` })
  expect(findingsOf(project)).toEqual([])
  project.addTypes(checkerOf(project, {}))
  project.addTypes(checkerOf(project, { load: 'src/store.ts' }))
  project.addTypes(checkerOf(project, { load: 'lodash#Wrapper' }))
  expect(findingsOf(project)).toEqual(['src/app.ts:1 chain: f -> Store.load -> readFileSync'])
})

test('answers that change when something runs, or that it blocks, have it joined anew', () => {
  const files = {
    'src/cli.ts': `import { readFileSync } from 'node:fs'\nexport function add(program: any) { program.action(async () => { readFileSync('a') }) }`,
    'src/app.ts': `export async function f(db: any) { db.prepare('select 1') }`,
  }
  const project = scratchProject(files)
  expect(callsOf(project)).toEqual(['src/cli.ts:2 readFileSync loop'])
  project.addTypes(checkerOf(project, { action: 'commander#Command' }))
  expect(callsOf(project)).toEqual(['src/cli.ts:2 readFileSync unreached'])
  project.addTypes(checkerOf(project, { prepare: 'better-sqlite3#Database' }))
  expect(callsOf(project)).toEqual(['src/app.ts:1 default#prepare loop', 'src/cli.ts:2 readFileSync unreached'])
})

test('a guess at the only method of a name goes with the first checker that knows better', () => {
  const project = scratchProject({
    'src/store.ts': `import { readFileSync } from 'node:fs'\nexport class Store { loadAll() { return readFileSync('a') } }`,
    'src/app.ts': `export async function f(a: any) { a.loadAll() }`,
  })
  expect(findingsOf(project)).toHaveLength(1)
  project.addTypes(checkerOf(project, { loadAll: 'lodash#Wrapper' }))
  expect(findingsOf(project)).toEqual([])
})

test('each checker is asked once for a call, whatever changes in other files', () => {
  const app = `export async function f(a: any) { a.load() }`
  const project = scratchProject({ 'src/store.ts': store, 'src/app.ts': app })
  const [first, second] = [checkerOf(project, {}), checkerOf(project, { load: 'src/store.ts' })]
  project.addTypes(first)
  project.addTypes(second)
  findingsOf(project)
  const [file = '', other = ''] = project.files()
  project.update(other, `${store}export const more = JSON.parse('1')\n`)
  findingsOf(project)
  expect([first.asked, second.asked]).toEqual([['load'], ['load']])
  // A checker knows a file by its text.
  project.update(file, `\n${app}`)
  project.update(other, store)
  findingsOf(project)
  expect([first.asked, second.asked]).toEqual([
    ['load', 'load'],
    ['load', 'load'],
  ])
})

test('members of the language are asked for where the project or an installed package has the name, and callbacks of the rest', () => {
  const project = scratchProject({
    'src/app.ts': `export class Store { get() {} #sort() {} private rows = [() => 1] }
export function f(a: any) { a.get(); a.map(() => 1); a.sort(); a.rows(); a.has('a'); a.test('b'); a.install(() => 2); a.uninstall() }`,
  })
  const checker = checkerOf(project, {})
  project.addTypes(checker)
  project.graph()
  expect(checker.asked).toEqual(['get', 'install'])
})
