/** Where a value comes from whose size the sender decides: bodies, files, answers, messages, whole query results. */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils'
import { isFunction, ownNodes } from './functions.ts'
import { isMessage, pieceAround } from './listeners.ts'
import { bare, importedName, isGlobal, memberName, methodCall, variableOf } from './names.ts'
import { parameterOf } from './parameters.ts'
import { lastName, namesAlong } from './words.ts'

type SourceCode = Readonly<TSESLint.SourceCode>

/** What comes in, and what goes out. */
export type Kind = 'body' | 'file' | 'answer' | 'message' | 'stream' | 'rows'

/** A value without a bound; `names` are the texts under which it is known on its way, `texts` what it was made by. */
export interface Unbounded {
  readonly kind: Kind
  readonly names: ReadonlySet<string>
  readonly texts: readonly string[]
}

const requests = /^_?(?:req|request)$/u
const answers = /^_?(?:res|resp|response|answer)$/u
const queries = new Set(['query', 'find', 'findMany', 'findAll', 'all', 'select', 'scan', 'toArray', 'getMany', 'execute'])
/** One row, or few. */
const narrow = /\b(?:limit|take|first|top|skip|count\s*\(|page\w*|findOne\w*|where\s+"?\w*\.?"?\w*id"?\s*=)/iu
const knownFiles = /package\.json|tsconfig|config|settings|fixture|template|schema/iu

/** Follows a value through awaits, conversions and constants; undefined where its origin is none of these. */
export function unboundedSource(value: TSESTree.Node, sourceCode: SourceCode): Unbounded | undefined {
  const names = new Set<string>()
  const texts: string[] = []
  const kind = kindOf(value, false, 0)
  return kind && { kind, names, texts }

  function kindOf(node: TSESTree.Node, isAwaited: boolean, depth: number): Kind | undefined {
    const at = bare(node)
    if (depth > 8) return undefined
    names.add(sourceCode.getText(at))
    if (at.type === 'AwaitExpression') return kindOf(at.argument, true, depth + 1)
    if (at.type === 'Identifier') return kindOfName(at, depth)
    if (at.type === 'CallExpression') return kindOfCall(at, isAwaited, depth)
    if (at.type !== 'MemberExpression') return undefined
    const name = memberName(at)
    if (name === 'rows') return kindOf(at.object, isAwaited, depth + 1)
    if (name === 'data') return isMessage(parameterOf(at.object, sourceCode)) ? 'message' : undefined
    const isBody = name === 'body' || name === 'rawBody'
    return isBody && requests.test(namesAlong(at.object).at(-1) ?? '') ? 'body' : undefined
  }

  function kindOfName(name: TSESTree.Identifier, depth: number): Kind | undefined {
    if (isMessage(parameterOf(name, sourceCode))) return 'message'
    const variable = variableOf(name, sourceCode)
    const definition = variable?.defs[0]?.node
    if (definition?.type !== 'VariableDeclarator' || !definition.init) return undefined
    const writes = variable!.references.filter((each) => each.isWrite() && !each.init)
    if (writes.some(({ identifier }) => isGathered(identifier))) return 'stream'
    if (writes.length > 0) return undefined
    const { id, init } = definition
    texts.push(sourceCode.getText(init))
    if (id.type === 'Identifier') return kindOf(init, false, depth + 1)
    const isPart =
      id.type === 'ObjectPattern' &&
      id.properties.some(
        (each) =>
          each.type === 'Property' &&
          each.key.type === 'Identifier' &&
          each.value === variable!.defs[0]?.name &&
          /^(?:body|rawBody|rows)$/u.test(each.key.name),
      )
    if (id.type === 'ArrayPattern') return kindOf(init, false, depth + 1)
    if (!isPart) return undefined
    return requests.test(namesAlong(init).at(-1) ?? '') ? 'body' : kindOf(init, false, depth + 1)
  }

  function kindOfCall(call: TSESTree.CallExpression, isAwaited: boolean, depth: number): Kind | undefined {
    const [first] = call.arguments
    const callee = bare(call.callee)
    texts.push(sourceCode.getText(call))
    const name = lastName(callee)
    if (callee.type === 'Identifier' && callee.name === 'String' && first) return kindOf(first, false, depth + 1)
    if (/^readFile(?:Sync)?$/u.test(name ?? '') && first && isFileSystem(callee)) return isChosen(first, 0) ? 'file' : undefined
    const method = methodCall(call)
    if (!method) return undefined
    const { receiver } = method
    if (receiver.type === 'Identifier' && receiver.name === 'Buffer' && first) {
      return name === 'from' ? kindOf(first, false, depth + 1) : name === 'concat' && isGatheredList(first) ? 'stream' : undefined
    }
    if (/^(?:toString|trim|trimEnd|trimStart)$/u.test(name ?? '')) return kindOf(receiver, false, depth + 1)
    if (/^(?:text|arrayBuffer|bytes)$/u.test(name ?? '') && call.arguments.length === 0) return kindOfBody(receiver)
    const isQuery = isAwaited && queries.has(name ?? '') && !call.arguments.some((each) => isFunction(each))
    return isQuery && !narrow.test(sourceCode.getText(call)) ? 'rows' : undefined
  }

  /** `request.text()`, `response.text()`. */
  function kindOfBody(receiver: TSESTree.Node): Kind | undefined {
    names.add(sourceCode.getText(bare(receiver)))
    const last = namesAlong(receiver).at(-1) ?? ''
    if (requests.test(last)) return 'body'
    if (answers.test(last)) return 'answer'
    const at = bare(receiver)
    const definition = at.type === 'Identifier' ? variableOf(at, sourceCode)?.defs[0]?.node : undefined
    const made = definition?.type === 'VariableDeclarator' && definition.init ? bare(definition.init) : at
    const call = made.type === 'AwaitExpression' ? bare(made.argument) : made
    return call.type === 'CallExpression' && lastName(call.callee) === 'fetch' ? 'answer' : undefined
  }

  function isFileSystem(callee: TSESTree.Node): boolean {
    let root = callee
    while (root.type === 'MemberExpression') root = bare(root.object)
    return /^(?:fs|fs\/promises|fs-extra|graceful-fs)$/u.test(importedName(root, sourceCode)?.module ?? '')
  }

  /** The path has to do with an argument of the function, and is none of the program's own files. */
  function isChosen(path: TSESTree.Node, depth: number): boolean {
    if (knownFiles.test(sourceCode.getText(path))) return false
    for (const each of ownNodes(path, sourceCode)) {
      if (each.type !== 'Identifier') continue
      if (parameterOf(each, sourceCode)) return true
      const definition = variableOf(each, sourceCode)?.defs[0]?.node
      if (depth < 3 && definition?.type === 'VariableDeclarator' && definition.init && isChosen(definition.init, depth + 1)) return true
    }
    return false
  }

  /** `text += chunk` for each piece of a stream, none of which counts what is there already. */
  function isGathered(written: TSESTree.Node): boolean {
    const { parent } = written
    const place = parent?.type === 'AssignmentExpression' && parent.operator === '+=' ? pieceAround(parent) : undefined
    return place !== undefined && !isCounted(place)
  }

  function isGatheredList(list: TSESTree.Node): boolean {
    if (list.type !== 'Identifier') return false
    const references = variableOf(list, sourceCode)?.references ?? []
    return references.some(({ identifier: { parent } }) => {
      const place = parent?.type === 'MemberExpression' && memberName(parent) === 'push' ? pieceAround(parent) : undefined
      return place !== undefined && !isCounted(place)
    })
  }

  function isCounted(place: TSESTree.Node): boolean {
    return [...ownNodes(place, sourceCode)].some((each) => each.type === 'BinaryExpression' && /^[<>]=?$/u.test(each.operator))
  }
}

/** `structuredClone(x)`, where the name is the global. */
export function isGlobalName(node: TSESTree.Node, name: string, sourceCode: SourceCode): boolean {
  const at = bare(node)
  return at.type === 'Identifier' && at.name === name && isGlobal(at, sourceCode)
}
