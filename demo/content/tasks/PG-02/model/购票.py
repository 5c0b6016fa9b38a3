"""输入张数，输出应付的总金额"""
n = int(input())
if n >= 10:
    price = 24
else:
    price = 30
total = n * price
print(total)
