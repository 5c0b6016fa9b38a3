"""跳绳比赛：输出次数最多的同学的姓名和全组的平均次数"""
n = int(input())
best = -1
winner = ""
total = 0
for i in range(n):
    name, times = input().split()
    times = int(times)
    total = total + times
    if times > best:
        best = times
        winner = name
print(winner)
print(f"{total / n:.1f}")
