"""统计不低于 60 分的人数和最高分"""
n = int(input())
count = 0
best = 0
for i in range(n):
    score = int(input())
    if score >= 60:
        count = count + 1
    best = max(best, score)
print(count)
print(best)
