import { AppError } from '../../http/index.ts'
import type { PositionSql } from './people-sql.ts'

export const positionSql: PositionSql = (_query, _scope, _rule, where) => {
  throw new AppError('invalid', `${where}: a place in a funnel cannot be asked about yet.`, { field: where })
}
