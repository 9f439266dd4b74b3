/** A project: its files, who calls what in them, and what of it blocks. */
import type { Catalog } from '@offloop/catalog'
import type { BlockingCall, Finding, Problem } from './ask/finding.ts'

export interface OpenOptions {
  /** Files or folders below `root`; default: the root itself. Respects .gitignore. */
  readonly paths?: readonly string[]
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
  /** Default: the shipped catalogue, extended by `offloop.config.{js,mjs,json}` of the root where there is one. */
  readonly catalog?: Catalog
  /** Called while files are read. */
  readonly onProgress?: (done: number, total: number) => void
}

export interface Project {
  readonly root: string
  readonly catalog: Catalog
  readonly problems: readonly Problem[]
  /** Absolute paths of the files that were read. */
  files(): readonly string[]
  /** Takes `text` as the contents of `file` (an editor's unsaved text, a file that is not on disk yet, an edit that is being tried). */
  update(file: string, text: string): void
  /** What blocks the loop in one file, in order of position. Reads the file if the project doesn't have it. */
  findingsIn(file: string): readonly Finding[]
  /** Every call of a catalogue entry in the project. */
  blockingCalls(): readonly BlockingCall[]
}

/** Reads a project synchronously (lint rules are sync). Never throws for what is in the files: see `problems`. */
export declare function openProject(root: string, options?: OpenOptions): Project
