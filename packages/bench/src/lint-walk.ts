/** The peer of the index: a TypeScript program and the signature of every call, at once and again after one file changed. */
import ts from 'typescript'
import { filesOf } from './lint-tree.ts'

const options: ts.CompilerOptions = {
  ...{ strict: true, noEmit: true, skipLibCheck: true, allowImportingTsExtensions: true, types: ['node'], jsx: ts.JsxEmit.ReactJSX },
  ...{ target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
}

/** Milliseconds for all files, and for one that has a call more than before. */
export function measureWalk(folder: string): { ms: number; edit: number; files: number } {
  const files = filesOf(folder)
  const texts = new Map<string, string>()
  const host = ts.createCompilerHost(options, true)
  const parsed = new Map<string, ts.SourceFile | undefined>()
  const parse = host.getSourceFile.bind(host)
  host.getSourceFile = (name, version) => {
    const text = texts.get(name)
    if (text !== undefined) return ts.createSourceFile(name, text, version, true)
    if (!parsed.has(name)) parsed.set(name, parse(name, version))
    return parsed.get(name)
  }
  const began = performance.now()
  const program = ts.createProgram(files, options, host)
  for (const file of files) walk(program, file)
  const ms = performance.now() - began
  const edited = files[files.length >> 1] ?? ''
  texts.set(edited, `${program.getSourceFile(edited)?.text}\nsetTimeout(() => undefined, 1)\n`)
  const again = performance.now()
  walk(ts.createProgram(files, options, host, program), edited)
  return { ms, edit: performance.now() - again, files: files.length }
}

function walk(program: ts.Program, path: string): void {
  const checker = program.getTypeChecker()
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) checker.getResolvedSignature(node)
    ts.forEachChild(node, visit)
  }
  const file = program.getSourceFile(path)
  if (!file) throw new Error(`${path} is not part of the program`)
  visit(file)
}
