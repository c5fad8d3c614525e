import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** The least that a function over DynamoDB can be: what the others are measured by. */
export const client = new DynamoDBClient({});
