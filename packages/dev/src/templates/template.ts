/** What a template yields: the files of one new thing, and what to do next. */

/** Files by path from the repository's root. */
export interface Scaffold {
  readonly files: Readonly<Record<string, string>>
  /** The command to run next, with the reason. */
  readonly next: string
}

/** A kind of thing that `npm run new` makes. */
export interface Template {
  /** What a good name looks like; shown when a name is refused. */
  readonly names: string
  readonly pattern: RegExp
  scaffold(name: string): Scaffold
}
