/** Asks TypeScript what the index leaves open: what a member call lands in, whether a value is an array. */
import type { Crossing } from '@offloop/catalog'
import { ts } from 'ts-morph'
import { isPrimitive, unlikePlain } from './plain-type.ts'
import { declaredResult } from './declared-result.ts'
import type { DeclaredResult } from './declared-result.ts'
import { inheritedMember } from './inherited.ts'
import type { Inherited } from './inherited.ts'
import type { TypePrograms } from './type-programs.ts'

/** Where a symbol is declared: in a file of the project, outside it, or nowhere that TypeScript can see. */
export type Declared = { readonly file: string; readonly start: number; readonly end: number }[] | 'external' | undefined

/** The project whose types are asked. */
export interface OracleOptions {
  readonly files: readonly string[]
  readonly text: (file: string) => string | undefined
  /** Programs of the project's tsconfig files; what none of them holds (plain JavaScript) is asked of a program made for it. */
  readonly programs: TypePrograms
}

const collectionName: ReadonlyMap<string, 'map' | 'set'> = new Map([
  ['Map', 'map'],
  ['ReadonlyMap', 'map'],
  ['Set', 'set'],
  ['ReadonlySet', 'set'],
])

/** Answers by file and offset; programs are opened at the first question. JavaScript is included: its inferred types answer too. */
export class TypeOracle {
  readonly #options: OracleOptions
  /** Types of the receivers of calls by computed names, which are asked for one name after the other. */
  readonly #receivers = new Map<string, readonly ts.Type[]>()

  constructor(options: OracleOptions) {
    this.#options = options
  }

  /** What the name at `start` refers to. */
  declared(file: string, start: number): Declared {
    const node = this.#nodeAt(file, start)
    const checker = this.#program(file).getTypeChecker()
    if (!node) return undefined
    let symbol = checker.getSymbolAtLocation(node)
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol)
    const declarations = symbol?.declarations ?? []
    if (declarations.length === 0) return undefined
    const own = declarations.filter((each) => this.#options.text(each.getSourceFile().fileName) !== undefined)
    // what a build wrote of another package of the workspace stands for a function of the project
    if (own.length === 0) return declarations.every((each) => isInstalled(each.getSourceFile().fileName)) ? 'external' : undefined
    return own.map((each) => ({ file: each.getSourceFile().fileName, start: each.getStart(), end: each.getEnd() }))
  }

  /** Is the expression that ends at `end` an array? `undefined` where its type is `any` or unknown. */
  isArray(file: string, start: number, end: number): boolean | undefined {
    const node = this.#expressionAt(file, start, end)
    const checker = this.#program(file).getTypeChecker()
    if (!node) return undefined
    const type = checker.getTypeAtLocation(node)
    if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return undefined
    const parts = type.isUnion() ? type.types : [type]
    return parts.every((each) => checker.isArrayType(each) || checker.isTupleType(each))
  }

  /** Where the member `name` of the expression's type is declared in the project; `undefined` where the type is unknown. */
  memberOf(
    file: string,
    start: number,
    end: number,
    name: string,
  ): { readonly file: string; readonly start: number; readonly end: number }[] | undefined {
    const checker = this.#program(file).getTypeChecker()
    const key = `${file}\0${start}\0${end}`
    let types = this.#receivers.get(key)
    if (!types) {
      const node = this.#expressionAt(file, start, end)
      const type = node && checker.getApparentType(checker.getTypeAtLocation(node))
      this.#receivers.set(key, (types = !type ? [] : type.isUnion() ? type.types : [type]))
    }
    if (types.length === 0 || types.some((each) => each.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown))) return undefined
    return types
      .flatMap((each) => checker.getPropertyOfType(each, name)?.declarations ?? [])
      .map((each) => ({ file: each.getSourceFile().fileName, start: each.getStart(), end: each.getEnd() }))
  }

  /** Is the expression a Map, a Set or a string? `undefined` where it is something else, or unknown. */
  kindOf(file: string, start: number, end: number): 'map' | 'set' | 'string' | undefined {
    const node = this.#expressionAt(file, start, end)
    if (!node) return undefined
    const type = this.#program(file).getTypeChecker().getTypeAtLocation(node)
    const kinds = (type.isUnion() ? type.types : [type]).map((each) =>
      each.flags & ts.TypeFlags.StringLike ? 'string' : collectionName.get(each.getSymbol()?.name ?? ''),
    )
    return kinds.every((each) => each === kinds[0]) ? kinds[0] : undefined
  }

  /** True where the value is neither null nor undefined for certain. */
  isDefined(file: string, start: number, end: number): boolean {
    const node = this.#expressionAt(file, start, end)
    if (!node) return false
    const type = this.#program(file).getTypeChecker().getTypeAtLocation(node)
    const open =
      ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Void | ts.TypeFlags.TypeParameter
    return this.#isStrict(file) && (type.isUnion() ? type.types : [type]).every((each) => (each.flags & open) === 0)
  }

  /** Is the expression a number (a file descriptor)? */
  isNumber(file: string, start: number, end: number): boolean {
    const node = this.#expressionAt(file, start, end)
    const checker = this.#program(file).getTypeChecker()
    if (!node) return false
    const type = checker.getTypeAtLocation(node)
    const parts = type.isUnion() ? type.types : [type]
    return parts.some((each) => (each.flags & ts.TypeFlags.NumberLike) !== 0)
  }

  /** True where the value is a promise of the language itself for certain, not one of a library. */
  isPromise(file: string, start: number, end: number): boolean {
    const node = this.#expressionAt(file, start, end)
    const program = this.#program(file)
    if (!node) return false
    const type = program.getTypeChecker().getTypeAtLocation(node)
    return (type.isUnion() ? type.types : [type]).every((each) => {
      const declarations = each.getSymbol()?.declarations ?? []
      return each.getSymbol()?.name === 'Promise' && declarations.some((place) => program.isSourceFileDefaultLibrary(place.getSourceFile()))
    })
  }

  /** True where the value is known to be nothing with a `then`: no promise, and no library's. */
  isPlain(file: string, start: number, end: number): boolean {
    const node = this.#expressionAt(file, start, end)
    if (!node) return false
    const checker = this.#program(file).getTypeChecker()
    const type = checker.getApparentType(checker.getTypeAtLocation(node))
    return (type.isUnion() ? type.types : [type]).every(
      (each) =>
        !(
          each.flags &
          (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter | ts.TypeFlags.Void | ts.TypeFlags.NonPrimitive)
        ) && checker.getPropertyOfType(checker.getApparentType(each), 'then') === undefined,
    )
  }

  /** Why a copy of the expression's value on another thread may not be as good, to follow "is". */
  unlikePlain(file: string, start: number, end: number, crossing: Crossing): string | undefined {
    const node = this.#expressionAt(file, start, end)
    const checker = this.#program(file).getTypeChecker()
    return node ? unlikePlain(checker.getTypeAtLocation(node), checker, node, crossing) : 'a value of unknown type'
  }

  /** True where the value is a text, a number or the like for certain. */
  isPrimitive(file: string, start: number, end: number): boolean {
    const node = this.#expressionAt(file, start, end)
    return node !== undefined && isPrimitive(this.#program(file).getTypeChecker().getTypeAtLocation(node))
  }

  /** True where the call is of a signature that a wrapper of its function would not have: of several, types take over the last alone. */
  isOfOtherSignature(file: string, start: number, end: number): boolean {
    const node = this.#expressionAt(file, start, end)
    const checker = this.#program(file).getTypeChecker()
    if (!node || !ts.isCallExpression(node)) return false
    const signatures = checker.getTypeAtLocation(node.expression).getCallSignatures()
    const declared = checker.getResolvedSignature(node)?.declaration
    return signatures.length > 1 && declared !== signatures.at(-1)!.declaration
  }

  /** The type through which a call is made, where that declares the result apart from the function that is called. */
  calledThrough(file: string, start: number, end: number): DeclaredResult | undefined {
    const node = this.#expressionAt(file, start, end)
    if (!node || !ts.isCallExpression(node)) return undefined
    const checker = this.#program(file).getTypeChecker()
    return declaredResult(checker.getResolvedSignature(node)?.declaration, checker, this.#isOwn)
  }

  /** The types that a function has to fit where it is given, each with a result of its own. */
  expectedOf(file: string, start: number, end: number): DeclaredResult[] {
    const node = this.#expressionAt(file, start, end)
    if (!node || !ts.isExpression(node)) return []
    const checker = this.#program(file).getTypeChecker()
    const type = checker.getContextualType(node)
    const parts = type?.isUnion() ? type.types : type ? [type] : []
    return parts.flatMap((part) => part.getCallSignatures().flatMap((each) => declaredResult(each.declaration, checker, this.#isOwn) ?? []))
  }

  /** Where the type that an object literal has to fit declares the member of that extent. */
  expectedMember(file: string, start: number, end: number): { readonly file: string; readonly start: number; readonly end: number }[] {
    let node = this.#expressionAt(file, start, end)
    while (node && !ts.isObjectLiteralElementLike(node) && node.parent.getStart() === start) node = node.parent
    if (!node || !ts.isObjectLiteralElementLike(node) || !node.name || !ts.isObjectLiteralExpression(node.parent)) return []
    const type = this.#program(file).getTypeChecker().getContextualType(node.parent)
    const name = node.name.getText()
    return (type?.isUnion() ? type.types : type ? [type] : [])
      .flatMap((each) => each.getProperty(name)?.declarations ?? [])
      .map((each) => ({ file: each.getSourceFile().fileName, start: each.getStart(), end: each.getEnd() }))
  }

  /** What a parent outside the project says of a member of the class or interface that starts there; parents count from 0. */
  inherited(file: string, start: number, parent: number, name: string): Inherited | undefined {
    const node = this.#nodeAt(file, start)
    return node && inheritedMember(node, parent, name, this.#program(file).getTypeChecker())
  }

  readonly #isOwn = (file: string): boolean => this.#options.text(file) !== undefined

  /** Without it types don't say what may be missing. */
  #isStrict(file: string): boolean {
    const { strict, strictNullChecks } = this.#program(file).getCompilerOptions()
    return strictNullChecks ?? strict ?? false
  }

  #nodeAt(file: string, start: number): ts.Node | undefined {
    const source = this.#program(file).getSourceFile(file)
    if (!source) return undefined
    let found: ts.Node = source
    for (;;) {
      const inner: ts.Node | undefined = ts.forEachChild(found, (child) =>
        child.getStart(source) <= start && start < child.getEnd() ? child : undefined,
      )
      if (!inner) return found
      found = inner
    }
  }

  #expressionAt(file: string, start: number, end: number): ts.Node | undefined {
    let node = this.#nodeAt(file, start)
    const source = node?.getSourceFile()
    while (node && !(node.getStart(source) === start && node.getEnd() === end)) {
      if (node.getStart(source) < start && node.getEnd() > end) return undefined
      node = node.parent
    }
    return node
  }

  #program(file: string): ts.Program {
    const { programs, files, text } = this.#options
    const program = programs.holding(file) ?? programs.unconfigured(files, text)
    // links nodes to their parents, at the first time
    program.getTypeChecker()
    return program
  }
}

function isInstalled(file: string): boolean {
  return file.includes('/node_modules/')
}
