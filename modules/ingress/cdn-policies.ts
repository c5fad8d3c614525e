/*
 * Policies that AWS manages, by their ids, which are the same in every account ("Use managed cache policies", "Use managed
 * origin request policies", "Use managed response headers policies").
 */

/** Nothing is cached. */
export const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
/** By path and encoding alone. */
export const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';
/** All that the viewer sent but the host: an API knows its own alone. */
export const ALL_VIEWER_EXCEPT_HOST_HEADER = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';
/** Headers that browsers want for safety, where the origin has none. */
export const SECURITY_HEADERS = '67f7725c-6f97-4210-82d7-5512b31e9d03';
