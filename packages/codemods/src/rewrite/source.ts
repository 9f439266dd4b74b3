/** One file's syntax tree, looked up by the numbers and offsets of its summary. */
import { buildReferences, buildScopes, parseFile, walk } from '@offloop/analysis'
import type { CallSummary, FunctionNode, Node, ParsedFile, Project, References, Scopes } from '@offloop/analysis'

/** A file's text and tree. */
export interface Source extends ParsedFile {
  readonly scopes: Scopes
  /** Every mention of a name, with its binding. Made at the first question. */
  readonly references: References
  /** The syntax node of a function of the summary. */
  functionNode(fn: FunctionNode): Node
  /** The call expression of a call of the summary. */
  callNode(call: Pick<CallSummary, 'start' | 'end'>): CallNode
  /** The `const`, `let` or `var` of a variable that is mentioned, also where it takes a value apart. */
  declarator(mention: Node & { readonly type: 'Identifier' }): Declarator | undefined
  /** The innermost node of exactly that extent. */
  nodeAt(place: { readonly start: number; readonly end: number }): Node | undefined
}

/** A call or a construction. */
export type CallNode = Node & { readonly type: 'CallExpression' | 'NewExpression' | 'TaggedTemplateExpression' }

/** One variable, or pattern of variables, of a declaration. */
export type Declarator = Node & { readonly type: 'VariableDeclarator' }

/** Parses each file once per plan. */
export class Sources {
  readonly #project: Project
  readonly #open = new Map<string, Source>()

  constructor(project: Project) {
    this.#project = project
  }

  of(file: string): Source {
    let source = this.#open.get(file)
    if (!source) this.#open.set(file, (source = openSource(file, this.#project.text(file)!)))
    return source
  }
}

/** Parses one text. @throws ParseError where it is no JavaScript or TypeScript */
export function openSource(file: string, text: string): Source {
  const parsed = parseFile(file, text)
  const scopes = buildScopes(parsed)
  const calls = new Map<string, CallNode>()
  walk(parsed.program, (node) => {
    if (node.type === 'CallExpression' || node.type === 'NewExpression' || node.type === 'TaggedTemplateExpression')
      calls.set(`${node.start}:${node.end}`, node)
  })
  let references: References | undefined
  let byPlace: Map<string, Node> | undefined
  let declarators: Map<number, Declarator> | undefined
  return {
    ...parsed,
    scopes,
    get references() {
      return (references ??= buildReferences(parsed, scopes))
    },
    nodeAt: ({ start, end }) =>
      (byPlace ??= new Map(parsed.nodes.map((each) => [`${each.start}:${each.end}`, each]))).get(`${start}:${end}`),
    declarator: (mention) => {
      const id = scopes.lookup(mention.name, mention)
      return id === undefined ? undefined : (declarators ??= declaratorsIn(parsed)).get(scopes.declarations[id]!.start)
    },
    functionNode: (fn) => scopes.functions[fn.summary.index]!,
    callNode: (call) => calls.get(`${call.start}:${call.end}`)!,
  }
}

/** By the place of each name that they declare. */
function declaratorsIn({ nodes }: ParsedFile): Map<number, Declarator> {
  const found = new Map<number, Declarator>()
  for (const each of nodes) {
    if (each.type !== 'VariableDeclarator') continue
    walk(each.id, (node) => {
      if (node.type === 'Identifier') found.set(node.start, each)
      return !node.type.startsWith('TS')
    })
  }
  return found
}

/** The nearest ancestor that is no parenthesis, assertion or chain, with the child through which it was reached. */
export function outer(node: Node): { readonly parent: Node | undefined; readonly child: Node } {
  let child = node
  let parent = node.parent
  while (
    parent &&
    (parent.type === 'ParenthesizedExpression' ||
      parent.type === 'TSAsExpression' ||
      parent.type === 'TSSatisfiesExpression' ||
      parent.type === 'TSNonNullExpression')
  ) {
    child = parent
    parent = parent.parent
  }
  return { parent: parent ?? undefined, child }
}

/** The innermost function around a node. */
export function functionAround(node: Node): Node | undefined {
  for (let at = node.parent; at; at = at.parent) if (/Function/.test(at.type)) return at
  return undefined
}

/** The parameters that callers fill: TypeScript's `this` is none. */
export function parametersOf(fn: Node): readonly Node[] {
  return 'params' in fn ? (fn.params as Node[]).filter((each) => !(each.type === 'Identifier' && each.name === 'this')) : []
}
