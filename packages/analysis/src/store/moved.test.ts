/** After an edit the project answers as one that is opened on the new text, whether the graph was kept or made anew. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Edge } from '../join/graph.ts'
import { openProject } from '../project.ts'
import type { Project } from '../project.ts'
import { scratchFolder } from '../scratch-project.test.kit.ts'

const files = {
  'package.json': '{ "dependencies": { "express": "4.18.0" } }',
  'store.ts':
    "import { readFileSync } from 'node:fs'\nexport class Store {\n  #path = 'x'\n  get text() { return readFileSync(this.#path, 'utf8') }\n  load() { return this.text }\n  toJSON() { return readFileSync('j') }\n}\n",
  'server.ts':
    "import express from 'express'\nimport { Store } from './store.js'\nconst store = new Store()\nconst app = express()\napp.get('/x', (request, response) => {\n  response.send(store.text + store.text)\n})\napp.use(async () => { store.load() })\nsetInterval(() => [1].forEach(() => store.load()), 1)\nexport async function run() {\n  return new Store()\n}\n",
}

/** Everything that is asked of a project, with every place. */
function answersOf(project: Project): unknown {
  const graph = project.graph()
  const reach = project.reachability()
  const edge = ({ from, to, kind, timing, site }: Edge): unknown[] => [from.summary, to.summary, kind, timing, site.file, site.call]
  return {
    findings: project.files().map((file) => project.findingsIn(file)),
    calls: project.blockingCalls(),
    problems: project.problems,
    edges: [...graph.functions()].map((fn) => [graph.callees(fn).map(edge), graph.callers(fn).map(edge), graph.uses(fn)]),
    roots: [[...graph.roots], [...reach.roots], [...reach.onLoop], [...reach.atStartUp]],
    summaries: [...graph.summaries],
    unknown: [...graph.unknownCalls],
  }
}

const edits: Record<string, (text: string) => string> = {
  'a line above': (text) => `\n${text}`,
  'a comment in a function': (text) => text.replaceAll('{\n', '{ // here\n\n'),
  'a comment behind': (text) => `${text}// end`,
  'another string': (text) => text.replaceAll("'x'", "'longer'"),
  'everything in one line': (text) => text.replaceAll('\n', ' ; ').replaceAll('{ ; ', '{ '),
  'another call': (text) => `${text}export async function more() { readFileSync('y') }`,
  'one function less': (text) => text.slice(0, text.lastIndexOf('  toJSON')) + '}',
  'what does not parse': (text) => `${text} const = `,
  'nothing at all': () => '',
}

test.each(Object.keys(edits))('after %s the answers are those of a project that is opened anew', (name) => {
  for (const file of ['store.ts', 'server.ts'] as const) {
    const root = scratchFolder(files)
    const project = openProject(root)
    answersOf(project)
    const path = join(root, file)
    for (const next of [edits[name]!, edits[name]!, edits['a line above']!, () => files[file]]) {
      const text = next(project.text(path)!)
      project.update(path, text)
      writeFileSync(path, text)
      expect(answersOf(project)).toEqual(answersOf(openProject(root)))
    }
  }
})

test('who keeps answers by graph sees that places moved', () => {
  const root = scratchFolder(files)
  const project = openProject(root)
  const before = project.graph()
  const finding = project.findingsIn(join(root, 'server.ts'))[0]!
  const copy = structuredClone(finding)
  project.update(join(root, 'server.ts'), `\n${files['server.ts']}`)
  expect(project.graph()).not.toBe(before)
  expect(project.findingsIn(join(root, 'server.ts'))[0]!.place.line).toBe(finding.place.line + 1)
  expect(finding).toEqual(copy)
})

test('a text that breaks and is mended is one problem and then none', () => {
  const root = scratchFolder(files)
  const project = openProject(root)
  const path = join(root, 'store.ts')
  for (const text of ['const =', 'let =', 'var =']) project.update(path, text)
  expect(project.problems.map(({ code }) => code)).toEqual(['unparsable'])
  project.update(path, files['store.ts'])
  expect(project.problems).toEqual([])
})
