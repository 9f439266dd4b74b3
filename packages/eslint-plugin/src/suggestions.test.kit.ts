/** For tests: what a rule suggests, held against the compiler: a suggestion must bring no error that was not there before. */
import { join } from 'node:path'
import ts from 'typescript'
import { folderOf, lintText } from './lint-files.test.kit.ts'
import type { Files, LintOptions } from './lint-files.test.kit.ts'

const options: ts.CompilerOptions = {
  ...{
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    allowJs: true,
    checkJs: true,
    noImplicitAny: false,
  },
  ...{ target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  ...{ types: ['node'], typeRoots: [join(import.meta.dirname, '../../../node_modules/@types')] },
}

/** Files below `/name/`, as they are before or after a suggestion. */
interface Version {
  readonly name: string
  readonly files: Files
}

/** One line per error that a suggestion brings: the case, the file and what the compiler says. */
export function suggestedErrors(
  rule: string,
  cases: readonly (readonly [title: string, files: Files, how?: LintOptions | undefined])[],
): string[] {
  const versions: Version[] = []
  const pairs: { readonly title: string; readonly before: string; readonly after: string }[] = []
  for (const [title, files, how] of cases) {
    const folder = folderOf(files)
    const before: Version = { name: `case-${versions.length}`, files }
    versions.push(before)
    for (const [path, text] of Object.entries(files)) {
      if (!/\.[cm]?[jt]sx?$/u.test(path)) continue
      for (const { suggestions = [] } of lintText(folder, path, text, rule, how)) {
        for (const { fix, desc } of suggestions) {
          const changed = text.slice(0, fix.range[0]) + fix.text + text.slice(fix.range[1])
          const after: Version = { name: `case-${versions.length}`, files: { ...files, [path]: changed } }
          versions.push(after)
          pairs.push({ title: `${title}: ${desc}`, before: before.name, after: after.name })
        }
      }
    }
  }
  const errors = pairs.length > 0 ? errorsOf(versions) : new Map<string, string[]>()
  return pairs.flatMap(({ title, before, after }) => {
    const known = new Set(errors.get(before))
    return (errors.get(after) ?? []).filter((each) => !known.has(each)).map((each) => `${title}: ${each}`)
  })
}

/** Errors by version: one program for all, as most of the time goes into the libraries. */
function errorsOf(versions: readonly Version[]): Map<string, string[]> {
  const texts = new Map<string, string>()
  for (const { name, files } of versions) {
    for (const [path, text] of Object.entries({ 'package.json': '{ "type": "module" }', ...files })) texts.set(`/${name}/${path}`, text)
  }
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile, getSourceFile } = host
  Object.assign(host, {
    fileExists: (file: string) => texts.has(file) || fileExists.call(host, file),
    readFile: (file: string) => texts.get(file) ?? readFile.call(host, file),
    getSourceFile: (file: string, language: ts.ScriptTarget | ts.CreateSourceFileOptions) => {
      const text = texts.get(file)
      return text === undefined ? getSourceFile.call(host, file, language) : ts.createSourceFile(file, text, language)
    },
  })
  const program = ts.createProgram(
    [...texts.keys()].filter((file) => /\.[cm]?[jt]sx?$/u.test(file)),
    options,
    host,
  )
  const errors = new Map<string, string[]>()
  for (const { file, code, messageText } of ts.getPreEmitDiagnostics(program)) {
    const [, name = '', path = ''] = /^\/(case-\d+)\/(.*)$/u.exec(file?.fileName ?? '') ?? []
    errors.set(name, [...(errors.get(name) ?? []), `${path} TS${code} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`])
  }
  return errors
}
