/** The TypeScript errors of a folder that has a tsconfig.json, and its JavaScript for running. */
import { join, relative } from 'node:path'
import ts from 'typescript'

const libraryFiles = new Map<string, ts.SourceFile | undefined>()

/** One line per error: `src/load.ts: TS2322 Type 'string' is not …`. `emit` also writes JavaScript beside the sources, so that Node 20 can run them. */
export function typeErrors(folder: string, emit = false): string[] {
  const config = ts.readConfigFile(join(folder, 'tsconfig.json'), ts.sys.readFile)
  if (config.error) return [textOf(config.error, folder)]
  const { fileNames, options } = ts.parseJsonConfigFileContent(config.config, ts.sys, folder)
  const program = ts.createProgram(fileNames, { ...emittable(options, folder), noEmit: !emit }, hostOf(options))
  const errors = ts.getPreEmitDiagnostics(program).map((diagnostic) => textOf(diagnostic, folder))
  if (emit) program.emit()
  return errors
}

function emittable({ outDir: _out, rootDir: _root, ...options }: ts.CompilerOptions, folder: string): ts.CompilerOptions {
  const typeRoots = [join(folder, 'node_modules', '@types')]
  return {
    ...options,
    typeRoots,
    types: options.types ?? ['node'],
    declaration: false,
    composite: false,
    incremental: false,
    skipLibCheck: true,
    rewriteRelativeImportExtensions: true,
    allowImportingTsExtensions: false,
  }
}

/** A host that reads the files of node_modules once for all cases. */
function hostOf(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options)
  const read = host.getSourceFile.bind(host)
  host.getSourceFile = (file, languageVersion, ...rest) => {
    if (!file.includes('/node_modules/')) return read(file, languageVersion, ...rest)
    const target =
      typeof languageVersion === 'object' ? `${languageVersion.languageVersion}/${languageVersion.impliedNodeFormat}` : languageVersion
    const key = `${file}\0${target}`
    if (!libraryFiles.has(key)) libraryFiles.set(key, read(file, languageVersion, ...rest))
    return libraryFiles.get(key)
  }
  return host
}

function textOf({ file, code, messageText }: ts.Diagnostic, folder: string): string {
  const text = `TS${code} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
  return file ? `${relative(folder, file.fileName)}: ${text}` : text
}
