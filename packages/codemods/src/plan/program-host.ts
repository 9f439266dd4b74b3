/** What TypeScript reads: files of the disk, edited texts over them, each parsed once for all programs. */
import { Project, ts } from 'ts-morph'

/** Where ts-morph keeps the standard library's declarations, which are no files on the disk. */
const libraryFolder = '/node_modules/typescript/lib'

/** Parsed files by compiler options and name; a file that was edited has the entry of its last text. */
export class ParsedFiles {
  readonly #files = new Map<string, { readonly text: string; readonly source: ts.SourceFile }>()
  readonly #onDisk = new Map<string, string | undefined>()
  #library: ReturnType<Project['getModuleResolutionHost']> | undefined

  /** A host for one program. `edited` is read as long as the program is built. */
  host(options: ts.CompilerOptions, edited: ReadonlyMap<string, string> = new Map()): ts.CompilerHost {
    const base = ts.createCompilerHost(options)
    const key = optionsKey(options)
    const readFile = (file: string): string | undefined =>
      edited.get(file) ?? (isLibrary(file) ? this.#libraryHost().readFile(file) : this.#read(file, base))
    return {
      ...base,
      // as `tsc` does: comments of TypeScript files say nothing about types
      jsDocParsingMode: ts.JSDocParsingMode.ParseForTypeErrors,
      getDefaultLibLocation: () => libraryFolder,
      getDefaultLibFileName: (of) => `${libraryFolder}/${ts.getDefaultLibFileName(of)}`,
      fileExists: (file) => edited.has(file) || (isLibrary(file) ? this.#libraryHost().fileExists(file) : base.fileExists(file)),
      readFile,
      getSourceFile: (file, version) => this.#parse(file, readFile(file), edited.has(file), key, version),
    }
  }

  #parse(
    file: string,
    text: string | undefined,
    isEdited: boolean,
    options: string,
    version: ts.ScriptTarget | ts.CreateSourceFileOptions,
  ): ts.SourceFile | undefined {
    if (text === undefined) return undefined
    const format = typeof version === 'object' ? version.impliedNodeFormat : undefined
    const key = [file, isEdited, options, format].join('\0')
    const known = this.#files.get(key)
    if (known?.text === text) return known.source
    const source = ts.createSourceFile(file, text, version)
    this.#files.set(key, { text, source })
    return source
  }

  #read(file: string, base: ts.CompilerHost): string | undefined {
    if (!this.#onDisk.has(file)) this.#onDisk.set(file, base.readFile(file))
    return this.#onDisk.get(file)
  }

  #libraryHost(): ReturnType<Project['getModuleResolutionHost']> {
    return (this.#library ??= new Project({ skipAddingFilesFromTsConfig: true }).getModuleResolutionHost())
  }
}

function isLibrary(file: string): boolean {
  return file.startsWith(`${libraryFolder}/`)
}

/** Options by which a file is parsed and bound in another way; two programs that share them can share its tree. */
function optionsKey(options: ts.CompilerOptions): string {
  const { target, module, moduleDetection, jsx, alwaysStrict, strict, allowUnreachableCode, allowUnusedLabels, preserveConstEnums } =
    options
  return JSON.stringify([
    target,
    module,
    moduleDetection,
    jsx,
    alwaysStrict,
    strict,
    allowUnreachableCode,
    allowUnusedLabels,
    preserveConstEnums,
  ])
}
