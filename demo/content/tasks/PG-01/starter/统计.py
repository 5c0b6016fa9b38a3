"""统计不低于 60 分的人数和最高分"""
n = int(input())
count = 0
best = 0
for i in range(____):
    score = int(input())
    if score >= ____:
        count = count + 1
    if score > best:
        best = ____
print(count)
print(best)
