/** A product, as the e-commerce part of the Segment spec has it. */
export type Product = {
  product_id?: string
  sku?: string
  category?: string
  name?: string
  brand?: string
  variant?: string
  price?: number
  quantity?: number
  coupon?: string
  position?: number
  url?: string
  image_url?: string
  [custom: string]: unknown
}

type Products = { products?: Product[]; [custom: string]: unknown }
type Money = { currency?: string; value?: number }
type List = Products & { list_id?: string; category?: string }
type Promotion = { promotion_id?: string; creative?: string; name?: string; position?: number | string }
type Order = Products & {
  order_id?: string
  checkout_id?: string
  affiliation?: string
  subtotal?: number
  total?: number
  revenue?: number
  value?: number
  shipping?: number
  tax?: number
  discount?: number
  coupon?: string
  currency?: string
}
type Step = { checkout_id?: string; step?: number; shipping_method?: string; payment_method?: string }
type Coupon = { order_id?: string; cart_id?: string; coupon_id?: string; coupon_name?: string }
type Wish = Product & { wishlist_id?: string; wishlist_name?: string }
type Share = { share_via?: string; share_message?: string; recipient?: string }

/**
 * What a shop tells, in the vocabulary of the Segment spec: `new LiveLayerTracker<ShopEvents>(…)`, with events of your own as
 * `ShopEvents & { saw_demo: { seconds: number } }`.
 */
export type ShopEvents = {
  'Products Searched': { query: string | { [field: string]: unknown }; [custom: string]: unknown }
  'Product List Viewed': List
  'Product List Filtered': List & {
    filters?: { type: string; value: string }[]
    sorts?: { type: string; value: string }[]
  }
  'Promotion Viewed': Promotion
  'Promotion Clicked': Promotion
  'Product Clicked': Product
  'Product Viewed': Product & Money
  'Product Added': Product & { cart_id?: string }
  'Product Removed': Product & { cart_id?: string }
  'Cart Viewed': Products & Money & { cart_id?: string; total?: number }
  'Checkout Started': Order
  'Checkout Step Viewed': Step
  'Checkout Step Completed': Step
  'Payment Info Entered': Step & { order_id?: string }
  'Order Completed': Order & { order_id: string }
  'Order Updated': Order & { order_id: string }
  'Order Refunded': Order & { order_id: string }
  'Order Cancelled': Order & { order_id: string }
  'Coupon Entered': Coupon
  'Coupon Applied': Coupon & { discount?: number }
  'Coupon Denied': Coupon & { reason?: string }
  'Coupon Removed': Coupon & { discount?: number }
  'Product Added to Wishlist': Wish
  'Product Removed from Wishlist': Wish
  'Wishlist Product Added to Cart': Wish & { cart_id?: string }
  'Product Shared': Product & Share
  'Cart Shared': Products & Share & { cart_id?: string }
  'Product Reviewed': { product_id: string; review_id?: string; review_body?: string; rating?: number | string }
  'Lead Generated': Money & { lead_id?: string; topic?: string; form_name?: string; [custom: string]: unknown }
  'Signed Up': { type?: string; username?: string; email?: string; [custom: string]: unknown }
}
