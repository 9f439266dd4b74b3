/** callbacks-to-await for jscodeshift. turns calls with error-first callbacks into awaited promises. Generated: `npm run generate`. */
'use strict'

const { pathToFileURL } = require('node:url')

// jscodeshift compiles all that is required to CommonJS, and may compile import() as well; this one is out of its reach
const load = new Function('specifier', 'return import(specifier)')
const urlOf = (path) => pathToFileURL(require.resolve(path)).href
const loaded = Promise.all([load(urlOf('../dist/codemods/callbacks-to-await.js')), load(urlOf('../dist/transform.js'))])

module.exports = async (file, api, options) => {
  const [{ default: codemod }, { transformOf }] = await loaded
  return transformOf(codemod)(file, api, options)
}
