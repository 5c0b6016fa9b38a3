"""字母加密：把每个小写英文字母向后移动 k 位"""
# 请在下面编写函数 encode(text, k)


# 以下部分不要改动
words = input()
step = int(input())
print(encode(words, step))
