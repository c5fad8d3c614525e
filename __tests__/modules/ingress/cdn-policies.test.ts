import * as policies from '../../../modules/ingress/cdn-policies';

test('ids are what CloudFront takes, and no two are alike', () => {
  const ids = Object.values(policies);
  expect(ids.filter((id) => !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))).toEqual([]);
  expect(new Set(ids).size).toBe(4);
});

test('they are those of the AWS pages', () =>
  expect(policies).toMatchObject({
    CACHING_DISABLED: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
    CACHING_OPTIMIZED: '658327ea-f89d-4fab-a63d-7e88639e58f6',
    ALL_VIEWER_EXCEPT_HOST_HEADER: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
    SECURITY_HEADERS: '67f7725c-6f97-4210-82d7-5512b31e9d03',
  }));
