"""字母加密：把每个小写英文字母向后移动 k 位"""
# 请在下面编写函数 encode(text, k)
def encode(text, k):
    result = ""
    for c in text:
        if "a" <= c <= "z":
            c = chr((ord(c) - ord("a") + k) % 26 + ord("a"))
        result = result + c
    return result


# 以下部分不要改动
words = input()
step = int(input())
print(encode(words, step))
