/** Adds the runtime to the dependencies of a package.json, as text: order, indentation and line ends stay. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ts } from 'ts-morph'
import { applyEdits } from '../edit/apply.ts'
import type { Edit } from '../plan/plan.ts'

/** What migrated code imports to run calls on threads. */
export const runtimePackage = '@offloop/runtime'

type Json = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>

/** The text of a folder's package.json; empty where it can't be read. */
export function readManifest(folder: string): string {
  try {
    return readFileSync(join(folder, 'package.json'), 'utf8')
  } catch {
    return ''
  }
}

/**
 * The edit that adds the runtime, nothing where it is there. It replaces text that it repeats,
 * so that pieces which ask for the same are seen to.
 */
export function dependencyEdit(text: string): Edit | undefined | 'unreadable' {
  const json = parsed(text)
  if (!json || !isList(json['dependencies'])) return 'unreadable'
  if (['dependencies', 'peerDependencies', 'optionalDependencies'].some((list) => json[list]?.[runtimePackage] !== undefined))
    return undefined
  const file = ts.parseJsonText('package.json', text)
  const root = file.statements[0]?.expression
  if (!root || !ts.isObjectLiteralExpression(root)) return 'unreadable'
  const edit = makeEdit(root, file)
  return parsed(applyEdits(text, [edit]))?.['dependencies']?.[runtimePackage] === ownRange() ? edit : 'unreadable'
}

function parsed(text: string): Json | undefined {
  try {
    const json = JSON.parse(text.replace(/^\uFEFF/, '')) as unknown
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Json) : undefined
  } catch {
    return undefined
  }
}

function isList(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && value !== null && !Array.isArray(value))
}

let range: string | undefined

/** The packages of this repository have one version. */
function ownRange(): string {
  range ??= `^${(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version}`
  return range
}

function makeEdit(root: ts.ObjectLiteralExpression, file: ts.JsonSourceFile): Edit {
  const entry = `"${runtimePackage}": "${ownRange()}"`
  const list = memberOf(root, 'dependencies')?.initializer
  if (list && ts.isObjectLiteralExpression(list)) return addTo(list, entry, indexFor(list), file)
  const beside = memberOf(root, 'devDependencies')
  const { before, unit } = spacing(root, file)
  const isFlat = !before.includes('\n')
  const member = `"dependencies": {${isFlat ? ' ' : before + unit}${entry}${isFlat ? ' ' : before}}`
  return addTo(root, member, beside ? root.properties.indexOf(beside) : root.properties.length, file)
}

function memberOf(object: ts.ObjectLiteralExpression, name: string): ts.PropertyAssignment | undefined {
  return object.properties.find((each): each is ts.PropertyAssignment => ts.isPropertyAssignment(each) && nameOf(each) === name)
}

function nameOf(property: ts.ObjectLiteralElementLike): string {
  return property.name && ts.isStringLiteral(property.name) ? property.name.text : ''
}

/** Its place in a list that is sorted; else the end. */
function indexFor(list: ts.ObjectLiteralExpression): number {
  const names = list.properties.map(nameOf)
  const isSorted = names.every((name, index) => index === 0 || names[index - 1]! <= name)
  const after = names.findIndex((name) => name > runtimePackage)
  return isSorted && after >= 0 ? after : names.length
}

/** White space between the members of an object (after `{` or a comma), and one step of the file's indentation. */
function spacing(object: ts.ObjectLiteralExpression, file: ts.JsonSourceFile): { before: string; unit: string } {
  const { text } = file
  const unit = /\n([ \t]+)"/.exec(text)?.[1] ?? '  '
  const member = object.properties.at(-1)
  if (member) return { before: text.slice(member.getFullStart(), member.getStart(file)), unit }
  const line = text.lastIndexOf('\n', object.getStart(file)) + 1
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  return { before: text.trim().includes('\n') ? `${newline}${/^[ \t]*/.exec(text.slice(line))![0]}${unit}` : ' ', unit }
}

function addTo(object: ts.ObjectLiteralExpression, member: string, index: number, file: ts.JsonSourceFile): Edit {
  const { text } = file
  const { before, unit } = spacing(object, file)
  const next = object.properties[index]
  if (next?.name) {
    const [start, end] = [next.name.getStart(file), next.name.getEnd()]
    return { start, end, text: `${member},${before}${text.slice(start, end)}` }
  }
  const last = object.properties.at(-1)
  if (last) return { start: last.getEnd() - 1, end: last.getEnd(), text: `${text[last.getEnd() - 1]},${before}${member}` }
  const closing = before.includes('\n') ? before.slice(0, before.length - unit.length) : ' '
  return { start: object.getStart(file), end: object.getEnd(), text: `{${before}${member}${closing}}` }
}
