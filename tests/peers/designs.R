# What R's survey says of designs.csv under every design: Rscript designs.R > designs.json
# Only estimators of the package are used: svymean, svytotal, svyratio, svyquantile, subset, svrepdesign.
suppressPackageStartupMessages(library(survey))
library(jsonlite)
x <- read.csv("designs.csv")
found <- list()
say <- function(case, group, measure, value, se, df = NA, deff = NA, low = NA, high = NA)
  found[[length(found) + 1]] <<- list(case = case, group = group, measure = measure, value = as.numeric(value),
                                      se = as.numeric(se), df = df, deff = as.numeric(deff), low = as.numeric(low), high = as.numeric(high))

# the rule "math" of survey 4.1 passes over the smallest value where p is below its share
smallest <- function(x, w, p) { o <- order(x); x[o][which(cumsum(w[o]) >= (p - 1e-10) * sum(w))[1]] }

with_poor <- function(d) update(d, one = 1, poor = as.numeric(income < line), short = pmax(line - income, 0), gap = pmax(1 - income / line, 0))

# df: all PSUs of the strata in which the domain has a row, minus those strata
answer <- function(case, d, df, group = "", totals = TRUE, deff = TRUE, quotient = TRUE) {
  m <- svymean(~income + poor + gap, d, deff = if (deff) "replace" else FALSE)
  e <- if (deff) deff(m) else rep(NA, 3)
  say(case, group, "mean", coef(m)[1], SE(m)[1], df, e[1])
  say(case, group, "p0", 100 * coef(m)[2], 100 * SE(m)[2], df, e[2])
  say(case, group, "p1", 100 * coef(m)[3], 100 * SE(m)[3], df, e[3])
  ci <- confint(m, df = df)
  found[[length(found) - 2]]$low <<- ci[1, 1]; found[[length(found) - 2]]$high <<- ci[1, 2]
  if (quotient) {
    r <- svyratio(~gap, ~poor, d)
    say(case, group, "gap_poor", 100 * coef(r), 100 * SE(r), df)
  }
  if (totals) {
    t <- svytotal(~poor + short, d)
    say(case, group, "poor_count", coef(t)[1], SE(t)[1], df)
    say(case, group, "total_shortfall", coef(t)[2], SE(t)[2], df)
  }
  for (p in c(25, 50, 80)) {
    q <- svyquantile(~income, d, p / 100, ci = TRUE, interval.type = "mean", qrule = smallest, df = df)$income
    say(case, group, paste0("quantile_", p), q[1], (q[3] - q[2]) / (2 * qt(.975, df)), df, NA, q[2], q[3])
  }
}

degrees <- function(d, data) { # of a design of PSUs in strata, for some of its rows
  strata <- unique(data$stratum)
  length(unique(x$psu[x$stratum %in% strata])) - length(strata)
}

several <- x[x$stratum < 5, ]
rows <- with_poor(svydesign(ids = ~1, weights = ~weight, data = x))
answer("rows", rows, nrow(x) - 1)
strata <- with_poor(svydesign(ids = ~1, strata = ~stratum, weights = ~weight, data = x))
answer("strata", strata, nrow(x) - 5)
psu <- with_poor(svydesign(ids = ~psu, weights = ~weight, data = x))
answer("psu", psu, 20)
for (g in c("a", "b", "c")) answer("psu", subset(psu, group == g), 20, g)
both <- with_poor(svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = several))
answer("both", both, 16)
for (g in c("a", "b", "c")) answer("both", subset(both, group == g), degrees(both, several[several$group == g, ]), g)
fpc <- with_poor(svydesign(ids = ~psu, strata = ~stratum, fpc = ~fpc, weights = ~weight, data = x))
answer("fpc", fpc, 16)
for (g in c("a", "c")) answer("fpc", subset(fpc, group == g), degrees(fpc, x[x$group == g, ]), g)
answer("fpc_rows", with_poor(svydesign(ids = ~1, strata = ~stratum, fpc = ~fpc_rows, weights = ~weight, data = x)), nrow(x) - 5)

# totals with adjust: before 4.5 survey measures a lonely PSU's total from 0; quotients have totals of 0 all together
lonely <- with_poor(svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = x))
for (rule in c("adjust", "average", "remove", "certainty")) {
  options(survey.lonely.psu = rule)
  answer(paste0("lonely_", rule), lonely, 16, totals = rule != "adjust")
  for (g in c("a", "c")) answer(paste0("lonely_", rule), subset(lonely, group == g), degrees(lonely, x[x$group == g, ]), g, totals = rule != "adjust")
}
options(survey.lonely.psu = "fail")

for (name in c("jk1", "jk2", "jkn", "brr", "fay")) {
  y <- read.csv(paste0("designs_", name, ".csv"))
  r <- as.matrix(y[, grep("^rw_", names(y))])
  R <- ncol(r)
  stratum <- y$stratum[apply(r == 0, 2, which.max)]
  n <- tapply(y$psu, y$stratum, function(v) length(unique(v)))
  d <- switch(name,
    jk1 = svrepdesign(weights = ~weight, repweights = r, data = y, type = "JK1", scale = (R - 1) / R, combined.weights = TRUE, mse = TRUE),
    jk2 = suppressWarnings(svrepdesign(weights = ~weight, repweights = r, data = y, type = "JK2", combined.weights = TRUE, mse = TRUE)),
    jkn = svrepdesign(weights = ~weight, repweights = r, data = y, type = "JKn", scale = 1, combined.weights = TRUE, mse = TRUE,
                      rscales = as.numeric((n[as.character(stratum)] - 1) / n[as.character(stratum)])),
    brr = svrepdesign(weights = ~weight, repweights = r, data = y, type = "BRR", combined.weights = TRUE, mse = TRUE),
    fay = svrepdesign(weights = ~weight, repweights = r, data = y, type = "Fay", rho = .3, combined.weights = TRUE, mse = TRUE))
  d <- with_poor(d)
  df <- qr(r, tol = 1e-5)$rank - 1
  answer(name, d, df, deff = FALSE)
  answer(name, subset(d, group == "a"), df, "a", deff = FALSE, quotient = R > 10) # few are poor in a half sample
}
row <- function(each) as.character(toJSON(each, auto_unbox = TRUE, digits = I(17), na = "null"))
cat('{"R": "', R.version.string, '", "survey": "', as.character(packageVersion("survey")), '", "found": [\n', sep = "")
cat(paste(sapply(found, row), collapse = ",\n"), "\n]}\n", sep = "")
