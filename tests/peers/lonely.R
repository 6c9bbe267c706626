# What R's survey says of the domains of lonely.csv under each rule, and of replicates with rscales: Rscript lonely.R > lonely.json
# Only estimators of the package are used: svyby over svymean, svyratio, svytotal; svyquantile and subset; svrepdesign.
suppressPackageStartupMessages(library(survey))
library(jsonlite)
x <- read.csv("lonely.csv")
found <- list()
say <- function(case, group, measure, value, se)
  found[[length(found) + 1]] <<- list(case = case, group = group, measure = measure, value = as.numeric(value),
                                      se = if (is.finite(se)) as.numeric(se) else NA)

# the influence of the Gini as a column: its total has the standard error of the Gini, whose own total is 0
gini_column <- function(y, w) {
  N <- sum(w); Y <- sum(w * y)
  F <- sapply(y, function(v) sum(w[y <= v])); C <- sapply(y, function(v) sum((w * y)[y <= v]))
  G <- sum(outer(w, w) * abs(outer(y, y, "-"))) / (2 * N * Y)
  list(G = G, u = 2 * (y * F + Y - C) / (N * Y) - (G + 1) * (1 / N + y / Y))
}
smallest <- function(x, w, p) { o <- order(x); x[o][which(cumsum(w[o]) >= (p - 1e-10) * sum(w))[1]] }

answer <- function(case, d, groups, df = NULL, totals = TRUE) {
  b <- svyby(~income + poor + gap, ~group, d, svymean)
  q <- svyby(~gap, ~group, d, svyratio, denominator = ~poor)
  t <- svyby(~poor + short, ~group, d, svytotal)
  eb <- as.matrix(SE(b)); eq <- as.matrix(SE(q)); et <- as.matrix(SE(t)) # a row a group, in order
  for (g in groups) {
    i <- match(g, b$group)
    say(case, g, "mean", b[g, "income"], eb[i, 1])
    say(case, g, "p0", 100 * b[g, "poor"], 100 * eb[i, 2])
    say(case, g, "p1", 100 * b[g, "gap"], 100 * eb[i, 3])
    say(case, g, "gap_poor", 100 * q[g, 2], 100 * eq[i, 1])
    if (totals) {
      say(case, g, "poor_count", t[g, "poor"], et[i, 1])
      say(case, g, "total_shortfall", t[g, "short"], et[i, 2])
    }
    s <- subset(d, group == g)
    if (!is.null(df)) {
      y <- s$variables$income
      one <- gini_column(y, weights(s, "sampling"))
      s <- update(s, u = one$u)
      say(case, g, "gini", one$G, SE(svytotal(~u, s)))
      m <- svyquantile(~income, s, .5, ci = TRUE, interval.type = "mean", qrule = smallest, df = df[[g]])$income
      say(case, g, "median", m[1], (m[3] - m[2]) / (2 * qt(.975, df[[g]])))
    }
  }
}
with_poor <- function(d) update(d, poor = as.numeric(income < line), short = pmax(line - income, 0), gap = pmax(1 - income / line, 0))
degrees <- function(g) { s <- unique(x$stratum[x$group == g]); length(unique(x$psu[x$stratum %in% s])) - length(s) }

d <- with_poor(svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = x))
df <- sapply(c(a = "a", b = "b", c = "c"), degrees)
for (rule in c("adjust", "average", "remove", "certainty")) {
  options(survey.lonely.psu = rule)
  # before 4.5 survey measures the total of a lonely PSU from 0 under adjust: only quotients, whose totals are 0 together, compare
  answer(rule, d, c("a", "b", "c"), df, totals = rule != "adjust")
}
options(survey.lonely.psu = "fail")
answer("fail", subset(d, group == "b"), "b", df) # which has no row in a stratum of one PSU

r <- as.matrix(x[, grep("^rw_", names(x))])
R <- ncol(r)
rep <- function(...) with_poor(svrepdesign(weights = ~weight, repweights = r, data = x, combined.weights = TRUE, mse = TRUE, ...))
answer("bootstrap", rep(type = "bootstrap", scale = 1 / R, rscales = base::rep(1, R)), c("a", "b", "c", "d"))
answer("scaled", rep(type = "other", scale = .35, rscales = base::rep(1, R)), c("a", "b", "c", "d"))
answer("rscales", rep(type = "other", scale = .2, rscales = seq_len(R) / 4), c("a", "b", "c", "d"))

row <- function(each) as.character(toJSON(each, auto_unbox = TRUE, digits = I(17), na = "null"))
cat('{"R": "', R.version.string, '", "survey": "', as.character(packageVersion("survey")), '", "found": [\n', sep = "")
cat(paste(sapply(found, row), collapse = ",\n"), "\n]}\n", sep = "")
