/** Where Sequelize calls the program: hooks of models. */
import type { Handler } from '../entry.ts'

/** Hooks are awaited, and a rejection rejects the operation. */
export const sequelizeHandlers: readonly Handler[] = [
  {
    id: 'sequelize.hooks',
    framework: 'Sequelize',
    module: 'sequelize',
    receivers: ['new Sequelize()', 'new default()', 'new default.Sequelize()'],
    receiverTypes: ['Sequelize'],
    methods: ['define', 'addHook'],
    functions: [],
    decorators: [],
    isAnytime: true,
    optionKeys: [],
    optionTrees: ['hooks'],
    rejection: 'handled',
    source: 'https://sequelize.org/docs/v6/other-topics/hooks/',
  },
]
