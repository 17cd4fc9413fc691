"""Pages of assurance: the tools, the registers, one product with its route, and the things that do not add up.

Products, their life and their route belong to `cycle.products`; these pages also read findings and evidence. Floor 5.
"""
