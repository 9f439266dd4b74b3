/** What a wrapper gives back is what this call handed over, and not what other calls did. */
import { expect, test } from 'vitest'
import { findingsOf, scratchProject } from '../scratch-project.test.kit.ts'

const fs = "import { readFileSync } from 'node:fs'\n"

test('a function that gives back its argument keeps calls apart', () => {
  const entry = `${fs}const keep = (fn) => fn
const load = keep(() => readFileSync('x'))
const count = keep(() => 1)
export async function one() { count() }
export async function two() { load() }
`
  expect(findingsOf(scratchProject({ 'entry.js': entry }))).toEqual(['entry.js:6 chain: two -> callback of keep -> readFileSync'])
})

test('so does one in another file that puts it into an object', () => {
  const files = {
    'box.js': 'export function box(held) {\n  return held && held.isBox ? held : { open: held }\n}\n',
    'entry.js': `${fs}import { box } from './box.js'
const load = box(() => readFileSync('x'))
const count = box(() => 1)
export async function one() { count.open() }
export async function two() { load.open() }
`,
  }
  expect(findingsOf(scratchProject(files))).toEqual(['entry.js:6 chain: two -> callback of box -> readFileSync'])
})

test('modules that a compiler required keep their names', () => {
  const entry = `"use strict"
var _fs = _interopRequireDefault(require("fs"))
var _path = _interopRequireDefault(require("path"))
function _interopRequireDefault(obj) { return obj && obj.__esModule ? obj : { default: obj } }
exports.load = async () => { _path.default.join(_fs.default.readFileSync("x", "utf8")) }
`
  expect(findingsOf(scratchProject({ 'entry.cjs': entry }))).toEqual(['entry.cjs:5 direct: exports.load -> _fs.default.readFileSync'])
})

test('a recursion that hands its argument on is left after a few steps', () => {
  const entry = `${fs}function twice(fn, depth) { return depth > 0 ? twice(twice(fn, depth - 1), depth - 1) : fn }
const load = twice(() => readFileSync('x'), 9)
export async function run() { load() }
`
  expect(findingsOf(scratchProject({ 'entry.js': entry }))).toEqual(['entry.js:4 chain: run -> callback of twice -> readFileSync'])
})
