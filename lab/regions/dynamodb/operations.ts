import batchGetItem from 'dynalite/actions/batchGetItem';
import createTable from 'dynalite/actions/createTable';
import deleteItem from 'dynalite/actions/deleteItem';
import describeTable from 'dynalite/actions/describeTable';
import getItem from 'dynalite/actions/getItem';
import putItem from 'dynalite/actions/putItem';
import query from 'dynalite/actions/query';
import scan from 'dynalite/actions/scan';
import updateItem from 'dynalite/actions/updateItem';
import type { Store } from 'dynalite/db';
import { checkTypes, checkValidations } from 'dynalite/validations';
import * as batchGetItemRules from 'dynalite/validations/batchGetItem';
import * as createTableRules from 'dynalite/validations/createTable';
import * as deleteItemRules from 'dynalite/validations/deleteItem';
import * as describeTableRules from 'dynalite/validations/describeTable';
import * as getItemRules from 'dynalite/validations/getItem';
import * as putItemRules from 'dynalite/validations/putItem';
import * as queryRules from 'dynalite/validations/query';
import * as scanRules from 'dynalite/validations/scan';
import * as updateItemRules from 'dynalite/validations/updateItem';
import { copyOf, type Fields } from '../json';
import { fromDynalite } from './errors';

const OPERATIONS = {
  BatchGetItem: { act: batchGetItem, rules: batchGetItemRules },
  CreateTable: { act: createTable, rules: createTableRules },
  DeleteItem: { act: deleteItem, rules: deleteItemRules },
  DescribeTable: { act: describeTable, rules: describeTableRules },
  GetItem: { act: getItem, rules: getItemRules },
  PutItem: { act: putItem, rules: putItemRules },
  Query: { act: query, rules: queryRules },
  Scan: { act: scan, rules: scanRules },
  UpdateItem: { act: updateItem, rules: updateItemRules },
};

/** What dynalite does for us. Its BatchWriteItem is left out: nothing of ours may write without a condition. */
export type Operation = keyof typeof OPERATIONS;

export const isOperation = (name: string): name is Operation => Object.hasOwn(OPERATIONS, name);

/** A request that dynalite has found right, expressions parsed. @throws DynamoError */
export function validated(store: Store, operation: Operation, request: Fields): Record<string, unknown> {
  const { rules } = OPERATIONS[operation];
  try {
    // It takes out of its argument what it does not know.
    const known = checkTypes(copyOf(request), rules.types);
    checkValidations(known, rules.types, rules.custom, store);
    return known;
  } catch (error) {
    throw fromDynalite(error);
  }
}

/** Does what a request asks for. @throws DynamoError */
export function perform(store: Store, operation: Operation, request: Fields): Promise<Record<string, unknown>> {
  const data = validated(store, operation, request);
  return new Promise((resolve, reject) => {
    OPERATIONS[operation].act(store, data, (error, answer = {}) => {
      if (error) reject(fromDynalite(error));
      else resolve(answer);
    });
  });
}
