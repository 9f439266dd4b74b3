/** All stores of a project, of every kind. */
import { isOffLoopFile } from '@offloop/analysis'
import type { Node, Project } from '@offloop/analysis'
import { relative, sep } from 'node:path'
import type { Source, Sources } from '../rewrite/source.ts'
import { storagesIn } from './async-local-storage.ts'
import { importedConstant } from './constants.ts'
import { domainsIn } from './domains.ts'
import { Follower } from './followed.ts'
import { httpContextOf } from './http-context.ts'
import { moduleStateIn } from './module-state.ts'
import { namespacesOf } from './namespaces.ts'
import type { Store } from './store.ts'

const libraries = /AsyncLocalStorage|cls-hooked|continuation-local-storage|express-http-context|\bdomain\b/

/** In order of file and place. */
export function storesOf(project: Project, sources: Sources): Store[] {
  const graph = project.graph()
  const follower = new Follower(sources, graph)
  const constant = (source: Source, node: Node): string | undefined => importedConstant(source, node, sources, graph)
  const own = project
    .files()
    .filter((file) => libraries.test(project.text(file) ?? ''))
    .map((file) => sources.of(file))
  const stateful = project
    .files()
    .filter((file) => mayHoldState(project.text(file) ?? '') && !isOffLoopFile(relative(project.root, file).split(sep).join('/')))
  const stores = [
    ...stateful.flatMap((file) => moduleStateIn(sources.of(file), sources, follower, graph)),
    ...own.flatMap(domainsIn),
    ...own.flatMap((each) => storagesIn(each, follower, graph)),
    ...namespacesOf(own, follower, graph, constant),
    ...httpContextOf(own, graph, constant),
  ]
  return stores.sort((a, b) => (a.source.file === b.source.file ? a.place.start - b.place.start : a.source.file < b.source.file ? -1 : 1))
}

/** The cheap question before a file is parsed: variables at the top, or assigned properties beside requests. */
function mayHoldState(text: string): boolean {
  return /^(?:export\s+)?(?:let|var)\s/m.test(text) || (/\b(?:req|request|ctx)\b/.test(text) && /[\w$]\.[\w$]+\s*=\s*[^=]/.test(text))
}
