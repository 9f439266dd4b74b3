/** May a call without an async twin be moved to a thread? */
import type { BlockingSite } from '@offloop/analysis'
import type { BlockingApi } from '@offloop/catalog'
import { basename, join } from 'node:path'
import { obstacleTo } from '../rewrite/await.ts'
import type { Obstacle } from '../rewrite/await.ts'
import { dependencyEdit, readManifest, runtimePackage } from '../rewrite/manifest.ts'
import { importedReference } from '../rewrite/thread-wrapper.ts'
import { settingOf } from './module-settings.ts'
import type { NeedSearch } from './needs.ts'
import { unlikePlainArgument } from './plain-arguments.ts'
import { isServed, threadlessDependency } from './thread-hosts.ts'

/** True for functions that the catalogue lets tools move to a thread. */
export function isOffloaded(api: BlockingApi): boolean {
  return api.remedy === 'offload' && api.crosses !== undefined
}

/** Why the call has to stay where it is. */
export function offloadObstacle(site: BlockingSite, search: NeedSearch): Obstacle | undefined {
  const { graph, sources, oracle } = search
  const { api, file } = site
  const source = sources.of(file)
  const call = source.callNode(site.call)
  if (call.type !== 'CallExpression' || !importedReference(site, source, graph))
    return { reason: 'aliased-api', message: `${site.call.calleeText} is not called by a name that the top of the file imports` }
  const inPlace = packageObstacle(site, search) ?? obstacleTo(call, source)
  if (inPlace) return inPlace
  const why = unlikePlainArgument(call, { source, oracle, crossing: api.crosses! })
  if (why !== undefined)
    return {
      reason: 'not-cloneable',
      message: `${why}, and a thread gets copies: give it plain data, or move the call with what it needs into a function of a module of its own, and wrap that in syncToAsync`,
    }
  if (/\.[cm]?tsx?$/.test(file) && oracle.isOfOtherSignature(file, call.start, call.end))
    return { reason: 'shape-differs', message: `${api.name} has overloads, of which the type of syncToAsync's result keeps the last alone` }
  const setting = settingOf(api.module, graph, sources)
  if (setting)
    return {
      reason: 'module-settings',
      message: `${basename(setting.file)}:${setting.line} changes settings of ${api.module}, which has its own on each thread: pass them with each call`,
    }
  return undefined
}

/** The package that owns the file gets the runtime, and runs where that finds threads. */
function packageObstacle(site: BlockingSite, { modules, graph, isReadOnly }: NeedSearch): Obstacle | undefined {
  const owner = modules.packageOf(site.file)
  const edit = owner ? dependencyEdit(readManifest(owner.folder)) : 'unreadable'
  if (!owner || edit === 'unreadable')
    return { reason: 'no-threads', message: `there is no package.json above it that could be given ${runtimePackage}` }
  const manifest = join(owner.folder, 'package.json')
  if (edit && isReadOnly(manifest)) return { reason: 'read-only', message: `${manifest} can't be written` }
  const other = threadlessDependency(owner.json, () => isServed(site.fn, graph))
  return other === undefined
    ? undefined
    : {
        reason: 'no-threads',
        message: `the package uses ${other}: its code may run outside Node, or in a bundle from which a thread can't load ${site.api.module}; move the call into a module that is built by itself, and wrap that in syncToAsync`,
      }
}
