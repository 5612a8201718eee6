# The words of this house.
topic-summary = In short
topic-sumary = In brief
n-is = n = { $n
