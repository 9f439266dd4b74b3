/** The calls of a file, and the mentions of names that are not calls. */
import type { Node, ParsedFile } from '../parse/file.ts'
import type { LineIndex } from '../parse/source.ts'
import { falsyArguments, Flags } from './flags.ts'
import { Guards } from './guards.ts'
import type { Scopes } from './scopes.ts'
import { stringOf } from './specifiers.ts'
import type { CallSummary, UseSummary } from './summary.ts'
import { summariseUses } from './uses.ts'
import { bare, nameOf, valueOf } from './values.ts'

/** Type nodes that hold expressions; inside every other `TS…` node there is nothing that runs. */
const runningTypeNodes = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSInstantiationExpression',
  'TSExportAssignment',
  'TSParameterProperty',
  'TSModuleDeclaration',
  'TSModuleBlock',
  'TSEnumDeclaration',
  'TSEnumBody',
  'TSEnumMember',
  'TSAbstractMethodDefinition',
  'TSAbstractPropertyDefinition',
  'TSEmptyBodyFunctionExpression',
  'TSTypeQuery',
  'TSTypeAnnotation',
  'TSTypeReference',
  'TSTypeParameterInstantiation',
  'TSTypeAliasDeclaration',
  'TSFunctionType',
  'TSUnionType',
  'TSArrayType',
  'TSDeclareFunction',
])

const letterT = 84

/** Every call of a file, with its callee and arguments as values. */
export function summariseCalls(
  parsed: ParsedFile,
  scopes: Scopes,
  lines: LineIndex,
  passedOn: ReadonlySet<Node>,
): { calls: CallSummary[]; uses: UseSummary[] } {
  const calls: CallSummary[] = []
  const callNumbers = new Map<Node, number>()
  const callees = new Set<Node>()
  const mentions: Node[] = []
  const guards = new Guards(parsed.program, parsed.text, scopes)
  const flags = new Flags(parsed.nodes, scopes)

  // In source order parents come before their children: what is below a type is found by its parent.
  const skipped = new Set<Node>()
  for (const node of parsed.nodes) {
    const { type } = node
    const isType = type.charCodeAt(0) === letterT && type.startsWith('TS') && !runningTypeNodes.has(type)
    if (isType || (skipped.size > 0 && skipped.has(node.parent!))) {
      skipped.add(node)
      continue
    }
    if (type === 'CallExpression' || type === 'NewExpression' || type === 'TaggedTemplateExpression') {
      const callee = bare(node.type === 'TaggedTemplateExpression' ? node.tag : node.callee)
      callees.add(callee)
      callNumbers.set(node, calls.length)
      const wanted = flags.of(node)
      calls.push({
        ...summariseCall(node, callee, calls.length, parsed, scopes, lines),
        isPassedOn: passedOn.has(node),
        ...guards.of(node),
        ...(wanted.length > 0 && { flags: wanted }),
      })
    } else if (type === 'Identifier' || type === 'MemberExpression') mentions.push(node)
  }

  return { calls, uses: summariseUses(mentions, callees, callNumbers, scopes, lines) }
}

function summariseCall(
  node: Node,
  callee: Node,
  index: number,
  parsed: ParsedFile,
  scopes: Scopes,
  lines: LineIndex,
): Omit<CallSummary, 'isPassedOn'> {
  const args = node.type === 'CallExpression' || node.type === 'NewExpression' ? (node.arguments as Node[]) : []
  const text = stringOf(args[0])
  const falsy = falsyArguments(args)
  const raw = parsed.text.slice(callee.start, callee.end).replace(/\s+/g, ' ')
  return {
    index,
    kind: node.type === 'NewExpression' ? 'new' : node.type === 'CallExpression' ? 'call' : 'tag',
    fn: scopes.enclosing(node),
    start: node.start,
    end: node.end,
    calleeStart: callee.start,
    calleeEnd: callee.end,
    ...lines.at(placeOf(callee)),
    calleeText: raw.length > 60 ? `…${raw.slice(-57)}` : raw,
    name:
      callee.type === 'Identifier'
        ? callee.name
        : callee.type === 'MemberExpression'
          ? (nameOf(callee.property, callee.computed) ?? '')
          : '',
    callee: valueOf(callee, scopes),
    args: args.map((each) => (each.type === 'SpreadElement' ? { k: 'unknown' } : valueOf(each, scopes))),
    isAwaited: isAwaited(node),
    hasSpread: args.some((each) => each.type === 'SpreadElement'),
    ...(text === undefined ? {} : { text }),
    ...(falsy.length > 0 && { falsy }),
  }
}

/** V8 and people point at the last name of a chain: `b` in `a\n  .b()`. */
function placeOf(callee: Node): number {
  return callee.type === 'MemberExpression' ? callee.property.start : callee.start
}

function isAwaited(node: Node): boolean {
  let at = node.parent
  while (
    at?.type === 'ParenthesizedExpression' ||
    at?.type === 'ChainExpression' ||
    at?.type === 'TSNonNullExpression' ||
    at?.type === 'TSAsExpression'
  )
    at = at.parent
  return at?.type === 'AwaitExpression'
}
